"""What goes over the wire, one file a noun; the OpenAPI document and the page's types are made from it."""

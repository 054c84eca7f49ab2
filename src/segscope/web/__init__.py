"""The page and its HTTP API: reads the store and the analysis, writes notes; one process, never torch.

Every answer passes the guards of :mod:`segscope.web.guard`; every route says which role may call it
(:mod:`segscope.web.policy`); what goes over the wire is written down in :mod:`segscope.web.schemas`.
"""

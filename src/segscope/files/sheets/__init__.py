"""Sheets of texts in the formats of spreadsheets: CSV, TSV and XLSX."""

from segscope.files.sheets.formats import decode_sheet, encode_sheet, read_sheet, write_sheet
from segscope.files.sheets.sheet import Sheet

__all__ = ["Sheet", "decode_sheet", "encode_sheet", "read_sheet", "write_sheet"]

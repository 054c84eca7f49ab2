"""Sheets of texts in the formats of spreadsheets: CSV, TSV and XLSX."""

from segscope.files.sheets.formats import read_sheet, write_sheet
from segscope.files.sheets.sheet import Sheet

__all__ = ["Sheet", "read_sheet", "write_sheet"]

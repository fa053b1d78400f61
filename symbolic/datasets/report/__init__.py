"""The report on a corpus: a page with plots, and the list of what was skipped."""

from symbolic.datasets.report.page import write_report
from symbolic.datasets.report.skipped import write_skipped

__all__ = ["write_report", "write_skipped"]

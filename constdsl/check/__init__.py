"""What programs call: texts in; findings, verdicts, comparisons and changes out."""

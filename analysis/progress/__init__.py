"""Monthly returns → a state per task as of a month, rates with numerator and denominator, alerts."""

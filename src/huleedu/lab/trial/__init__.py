"""Any system that hands out slots on trial: it is a program that answers lines with lines."""

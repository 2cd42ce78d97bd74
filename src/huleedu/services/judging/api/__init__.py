"""Have the judging ask and answer for people: one file for each thing that they may want."""

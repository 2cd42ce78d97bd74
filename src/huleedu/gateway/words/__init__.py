"""What is said to teachers, judges and pupils: in English and in Swedish.

Messages and tables carry codes and facts; here a code becomes a sentence. `en.po` and `sv.po` hold
the sentences, a code is their msgid.
"""

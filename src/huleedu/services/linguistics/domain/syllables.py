"""Count the syllables of an English word by its spelling.

The rule: one syllable for each run of vowel letters (a y before a vowel is a consonant at a word's
start and behind another vowel: yes, player), one less for each e that is written and not spoken
(hope, hopes, hoped, hopeful, sometimes), one more where two vowels that stand together are spoken
apart (idea, science, going, radio) and where a consonant is a syllable (rhythm, didn't), and never
less than one. Words that break the rule and are common enough to matter are listed. A rule can't
be right always: English spells some sounds alike (wound, live, read) and speaks some words in two
ways (family, every); what it gets right is measured in the tests.
"""

import re

_VOWELS = re.compile(r"(?:[aeiouàâäåæèéêëìîïöòóôøùûü]|(?<![aeiou])y(?=[aeiou])(?<!^y)|y(?![aeiou]))+")
_SILENT = re.compile(
    # at the end: hope, table (sounded), hopes, boxes (sounded), hoped, wanted (sounded)
    r"(?<=[^aeiou])(?<![^aeioulrwy]l)(?<![^aeiouylrwh]r)e$"
    r"|(?<=[^aeiouszxcg])(?<![cs]h)(?<![^aeioulrwy]l)es$"
    r"|(?<=[^aeioutd])(?<![^aeioulrwy]l)(?<![^aeiouyrlw]r)ed$"
    # before an ending: movement, completely, careful, homeless, awareness
    r"|(?<=[aeiouy][bcdfgklmnprstvwz])e(?=ments?$)(?<!lem)(?<!ple)(?<!ele)(?<!cle)"
    r"|(?<=[^aeiou])e(?=ly$|ful|less|ness)(?<!^re)"
    # inside compounds: sometimes, homework, therefore
    r"|(?<=^som)e(?=[bdhtw])|(?<=^hom)e(?=[lmrstw])|(?<=^lif)e(?=[lst])|(?<=^tim)e(?=[lst])"
    r"|(?<=^ther)e(?=[fabu])|(?<=^wher)e(?=[av])|(?<=^mor)e(?=o)|(?<=^els)e(?=w)|(?<=^hous)e(?=[hkmw])"
    r"|(?<=^for)e(?=[cghms](?!t))|(?<=^us)e(?=[fl])|(?<=^bas)e(?=b)|(?<=^car)e(?=[tg])|(?<=^sid)e(?=w)"
    r"|(?<=^ev)e(?=ry|ning)|(?<=^int)e(?=rest)|(?<=^her)e(?=[aw])|(?<=^on)e(?=s)|(?<=^saf)e(?=t)"
    r"|(?<=^liv)e(?=l)|(?<=^pur)e(?=b)|(?<=^whit)e(?=b)|(?<=^wid)e(?=s)|(?<=^nin)e(?=t)"
)
_APART = re.compile(
    r"[aeou]i(?=ng(?:s|ly)?$)|(?<=[^aeiou])y(?=ing|ist)"  # going, being, carrying
    r"|(?<![ctslq])i(?=a(?!ge))|(?<=[ct])i(?=a(?:t|ble))|(?<=[sl])i(?=a(?!ns?$|nt|$))|(?<=b)i(?=as)"
    r"|(?<![ctsgxhln])i(?=o)|^(?:l|v|br)i(?=o)|(?<=[^aeiou])i(?=u)"  # radio, period, stadium
    r"|(?<=[^ct])i(?=en(?:ce|t))|^sci(?=en)|(?<=[crx])i(?=et)|^[dq]u?i(?=et)"  # science, society
    r"|(?<=[aeiouy][bcdfghklmnprtvz])i(?=ers?$|est$)|(?<=[aeiouy].[bcdfghklmnprtvz])i(?=ers?$|est$)"
    r"|(?<=cr)e(?=at(?!ur))|(?<=^r)e(?=a(?:ct|lit|list))|(?<=^id)e(?=a)|(?<=^ar)e(?=a)|(?<=th)e(?=at)"
    r"|(?<=op)e(?=an)|(?<=or)e(?=ans?$)|(?<=er)e(?=al)|(?<=cl)e(?=ar)(?<=nucle)|(?<=s)e(?=um)"
    r"|(?<![plj])e(?=o(?!us|n))|(?<=an)e(?=ous)"  # video, simultaneous
    r"|(?<![qgs])u(?=a)|(?<=[rfd])u(?=el)|(?<=[lr])u(?=en)|(?<=^r)u(?=in)|(?<=[ltn])u(?=i[dtn])"
    r"|(?<=^s)u(?=ici)|(?<=^p)o(?=e[mt])|(?<=^c)o(?=op(?:er|t)|ord|exi|inc)|a(?=o)|(?<=^n)a(?=iv)"
    r"|(?<=r)o(?=ic)|^re(?=e[nsv]|i[nmt]|u[ns])"
    r"|(?<=[st]h?)m$"
)

"""The words of each measure, and what may be counted: what tells of a number in a text what it is of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from helpers.analysis.comparisons import COUNT

KIND_OF_OFFENDER = r"(?:registered|convicted|known|high-risk|low-risk|dangerous|sex|sexual|managed|monitored|such|different|other|more|extra)"
RSO = (
    r"(?:registered |convicted )?(?:sex|sexual) offenders?\b(?:'s?)?(?: register)?|\bregistered offenders?\b|\bRSOs?\b|sex(?:ual)? offen(?:ders?|ces?)'? register"
    r"|category (?:1|one)\b(?! times)|\bon register\b|\bregister (?:in|for|up|down|grows|shrinks|rises|falls|creeps|longer|again|has|by)\b|troseddwyr rhyw|(?:people|offenders|names|persons|them) (?:were |are |is |was )?(?:listed )?on (?:the|its|their) (?:register|books)\b|on (?:the|its) (?:sex offenders'? )?register\b"
    r"|offenders registered\b|subject to notification requirements|(?:the|its|\w+'s) register\b(?! of (?!(?:the |all |registered |convicted )?(?:sex|sexual|offenders|people|those)\b))"
)
ANYONE_COUNTED = r"(?:everybody|everyone|all|those|people|individuals|criminals|cases|(?<!sex )(?<!sexual )(?<!registered )offenders?)"
ARRANGEMENTS = r"(?:MAPPA\b|(?:the |its |local )?(?:multi-agency )?public protection arrangements|(?:the )?multi-agency arrangements)"
# What "breaches of" is of where it is of ours: "of the notification rules", and of no planning rules.
OF_REGISTER = r"(?:notification|registration|register|reporting|(?:sex|sexual)|offen(?:ders?|ces?)'?s?)"
# Words of each measure; the order decides only between phrases that begin at the same place.
MEASURE_WORDS: tuple[tuple[str, str], ...] = (
    (
        "notification_breaches",
        r"(?:cautioned|convicted)(?: or (?:cautioned|convicted))?[^.;]{0,60}?(?:breach\w*|notification|requirements?|conditions|terms|not told|failing|broken|breaking|rules)"
        r"|(?:cautioned|convicted) or (?:cautioned|convicted)|cautions? (?:or|and) convictions?\b|convictions? (?:or|and) cautions?\b|broke the rules of their registration|breach\w*[^.;]{0,30}(?:notification|requirement)"
        r"|notification (?:rules|requirements|duties|terms)\b[^.;]{0,20}\bbreach\w*|notification breaches|(?:caught|for|punished for) (?:breaking|breaching|flouting) (?:the|their|register|registration|notification)(?: register| registration| notification)? (?:rules|conditions|terms|requirements)(?! of (?:the|their) licen[cs]e)|(?:broke|broken|breached|flouted) (?:the|their) (?:notification |registration )?(?:rules|conditions|terms|requirements)|not keeping to the (?:rules|terms|conditions)"
        r"|(?<!order )(?<!orders )(?<!SHPO )(?<!SOPO )(?<!data )(?<!licence )(?<!security )(?<!bail )(?<!planning )breaches\b(?! of )"
        rf"|breaches of (?:(?:the|their|these|those|such|all|{OF_REGISTER}) )*(?:{OF_REGISTER}|requirements?|rules|conditions|terms|dut(?:y|ies)|obligations)\b(?! of (?:the|their) licen[cs]e)",
    ),
    (
        # "another 16 successfully applied to come off the register"
        "revocations",
        r"(?:successfully (?:applied|asked|appealed)|(?:applied|asked|appealed) successfully|succeeded in (?:applying|asking)|won (?:the right|(?:their|a) (?:bid|case|appeal|request)s?)) (?:to (?:(?:come|be (?:taken|struck)) off|be removed from|leave)|for (?:their )?removal from)[^.;,]{0,15}? register\b",
    ),
    (
        "revocation_applications",
        r"applications? to (?:(?:come|be (?:taken|struck)) off|be removed|leave|have (?:their|the) (?:notification|names?))\b|(?<!successfully )(?:applied|asked|appealed) to (?:(?:come|be taken) off|be removed|leave)\b",
    ),
    (
        "revocations",
        r"(?:removed|taken|struck|came|come|dropped|got|get|gone|went)(?: \S+){0,4}? (?:off|from)\b(?=[^.;,]{0,30}(?:register|list|it\b|after|once|because))[^.;,]{0,30}?(?:register|list)?\b"
        r"|(?:taken|came|come|got|struck) off\b(?! the (?:total|tally|figure|number|count))|(?:left|leave|off) the register\b|(?:freed|deleted|dismissed|released) from the register\b|leaving the register\b|names (?:were |was |been )?(?:removed|deleted|struck)\b|removals?\b(?= (?:from|of|on|after|following|in)\b)|(?:obligations|requirements|duties) (?:were |was )?(?:ended|lifted|ceased)|successfully (?:applied|asked|appealed) to (?:(?:come|be (?:taken|struck)) off|be removed|leave)\b|(?:applied|appealed) successfully to (?:(?:come|be (?:taken|struck)) off|be removed|leave)\b|revo(?:ked|cations?)\b|released from (?:them|their (?:conditions|requirements|duty))",
    ),
    (
        "shpo_imposed",
        r"(?:(?:sexual harm|harm) )?prevention orders?(?<!offences prevention order)(?<!offences prevention orders)|SHPOs?\b",
    ),
    (
        "order_breaches",
        r"breach\w* of (?:(?:the|such|these|those|their|court|civil|sexual harm) )*orders?\b(?! of)(?<!prevention order)(?<!prevention orders)|\borders? (?:were|was|had been|have been|being) (?:broken|breached|flouted)\b",
    ),
    (
        "order_prosecutions",
        r"\bprosecut\w+ for (?:the )?br(?:each|eak)\w*[^.;,0-9]{0,40}?\borders?\b",
    ),
    (
        "shpo_breaches",
        r"(?:breach\w*|br(?:eak|oke|oken|eaking)) (?:of )?(?:their |the )?(?:sexual harm prevention orders?|SHPOs?\b)",
    ),
    (
        "sopo_breaches",
        r"(?:breach\w*|br(?:eak|oke|oken|eaking)) (?:of )?(?:their |the )?(?:sexual offences prevention orders?|SOPOs?\b)",
    ),
    ("sopo_imposed", r"sexual offences prevention orders?|SOPOs?\b"),
    ("sfo_charged", r"serious further offences?"),
    (
        "licence_recalls",
        r"(?:returned|recalled|sent back|return|recalls?|went back) to (?:custody|prison|jail)|recall(?:ed|s|ing) (?:\S+ ){1,3}?to (?:custody|prison|jail)|(?:sent|sending|returned|recalled|put|taken|brought|hauled|dragged|thrown|locked|landed|marched)(?: \S+){0,4}? back (?:to|in|into|behind) (?:custody|prison|jail|bars)"
        r"|(?<=[0-9a-z] )(?:such |prison |licence )?recalls\b(?=[.,;:)]|$| (?:in|and|to|for|from|there|the year|that year|against|compared)\b)",
    ),
    ("level1_rso", r"(?:level|class) (?:1|one)\b"),
    ("level2_in_year_rso", r"(?:level|class) (?:2|two)\b"),
    (
        "level3_in_year_rso",
        r"(?:level|class) (?:3|three)\b|(?:managed|supervised|monitored|handled|watched|dealt with) (?:under MAPPA )?(?:at|on) (?:the|its) (?:very )?(?:highest|top|most (?:intensive|serious)) (?:level|tier)\b(?! (?:since|for|ever|on record))",
    ),
    (
        "cat3_other_dangerous",
        r"other(?:wise)? dangerous(?: offenders?)?|dangerous (?:in other ways|for other reasons)|(?:(?:judged|deemed|considered|thought|believed|held)(?: to be)?|(?:classed|regarded|seen|listed|assessed|recorded|managed) as) (?:otherwise )?dangerous|other dangers|category (?:3|three)\b(?! times)|third category|(?:fall|fell|fit|belong)\w* (?:in|into|to) neither (?:group|category|class)\b|(?:a|as|pose[ds]?|posing) (?:a )?(?:danger|risk|threat) (?:for|in) (?:some )?other (?:reasons?|ways?)|dangerous for some other reason",
    ),
    (
        "cat2_violent",
        r"violent(?= and (?:\w+ )?(?:other|otherwise) dangerous)|violent (?:offenders?|ones|criminals|people|individuals)\b|(?:are|were|is|was) violent\b|(?:committed|convicted of|guilty of|sentenced for|jailed for) (?:(?:\w+ )?violent (?:offences?|crimes?)|(?:acts of )?violence\b)|category (?:2|two)\b(?! times)|second category",
    ),
    (
        "mappa_total",
        rf"(?:MAPPA|MAPPA-eligible)(?: total| whole)? (?:offenders?|cases|caseload|population|total|list)\b|{ANYONE_COUNTED}(?: (?:in|across) (?:the )?[\w-]+(?: and [\w-]+)?)? (?:(?:who )?(?:are|is|was|were) )?(?:now )?(?:being )?(?:(?:managed|supervised|monitored|watched|handled|dealt with|covered) )?(?:under|by|in|subject to) {ARRANGEMENTS}"
        rf"|{ANYONE_COUNTED} (?:are |is |were |was )?(?:managed|supervised|monitored) under the (?:scheme|arrangements|system)|{ANYONE_COUNTED} (?:who are |covered )?(?:in|on|within|by|under) (?:the|this) scheme\b"
        rf"|(?:caseloads?|(?:total|overall|combined|whole) (?:number|total|figure)) (?:managed |dealt with |supervised )?(?:under|within|in) {ARRANGEMENTS}"
        r"|(?:violent (?:and|or) (?:registered )?sex(?:ual)?|(?:registered )?sex(?:ual)? (?:and|or) (?:other )?violent) offenders?\b"
        r"|(?:offenders |people )?(?:of|in|across) all (?:the )?(?:three |four )?categories"
        r"|(?:offenders?|people) of (?:all|every) (?:kinds?|sorts?|types?|categor\w+)|(?:brings|bringing|takes|taking) the total",
    ),
    (
        "missing_rso",
        r"(?:were|are|was|is|be|had|have|has|gone|went|as|listed as|recorded as) (?:currently )?(?:gone )?(?:missing|wanted)\b|missing (?:registered )?sex|missing offenders?\b|(?:offenders?|RSOs?|people|men|names|of (?:them|these)) (?:still |currently |reported |listed as )*missing\b(?! persons?\b| people)|missing (?:in|from|across|there|here)\b|\bthe missing\b(?=[.,;:]| men| offenders)|(?:still|gone) missing|los(?:e|t|es|ing) track of|had lost\b|(?:could|can)(?:not| not|n't) (?:account for|find|trace|locate|be (?:found|traced|located))|los(?:t|e|es|ing) sight of|out of sight"
        r"|(?<!of their )(?<!of the )whereabouts|no idea where|cannot (?:say|tell) where|lost (?:contact|touch|sight)|untraceable|slipped away|at liberty|on the loose|(?:is|are) (?:seeking|hunting)|(?:do|does|did) not know where|unaccounted for|(?:trying|hoping|struggling|unable) to (?:trace|find|locate)\b|on the run|at large|ha(?:s|ve) lost\b|(?:is|are|was|were) (?:still )?(?:looking|searching|hunting) for|being (?:sought|hunted)|disappeared|absconded|vanished|untraced|off the radar|(?:slip\w*|fall\w*|fell) (?:through|off) the (?:net|radar)|gone to ground",
    ),
    (COUNT, RSO),
)
# A word of each phrase: most sentences name no measure at all.
ANY_MEASURE = re.compile(
    r"offend|RSO|prosecut|offence|level|class|categor|regist|revo|orders?|SHPO|SOPO|custody|prison|jail|recalls|arrangements|missing|wanted|unaccounted|on the run|at large|looking for|cannot|sight|searching|hunt|sought|radar|the net|to ground|disappeared|absconded|vanished|untraced|protection arrangements|breach|caution|convict|MAPPA|troseddwyr"
    r"|notification|danger|violen|neither|the total|lost|account for|whereabouts|know where|books|applied to|applications? to|taken off|came off|come off|got off|removed|struck|find|trace|locate|slipped|at liberty|loose|seeking|say where|idea where|rules|terms|duties|ended|left the|prevention|freed|deleted|leaving",
    re.IGNORECASE,
)
MEASURE_PHRASES = [(measure, re.compile(words, re.IGNORECASE)) for measure, words in MEASURE_WORDS]
# What may stand after a number that counts people or cases of ours; all else is of something else.
PEOPLE_COUNTED = re.compile(
    rf" (?:{KIND_OF_OFFENDER} )*(?:offenders?|people|persons?|names?|entries|individuals|criminals|fiends|perverts|predators|paedophiles|convicts|beasts|monsters|deviants|RSOs?|sex offend\w+"
    r"|troseddwyr|times|recalls|orders?|SHPOs?|SOPOs?|cautions|convictions|revocations|removals|breaches|registrants"
    r"|sexual (?:harm|offences?)|serious further)\b"
    rf"| of (?:the )?(?:[A-Z][\w-]+(?: [A-Z][\w-]+)?'s )?(?:most )?(?:{KIND_OF_OFFENDER} )*offenders\b",
    re.IGNORECASE,
)
NOTHING = re.compile(
    r" (?:mark|barrier|threshold|milestone)\b| of the country's\b| (?:nationally|nationwide|overall)\b|[.,;:)\"”'—–]|$|/| [-–—] | (?:-|–|—|\(|\W|and|in|at|on|from|to|the|a|an|as|compared|more|fewer|up|down|last|this|of (?:them|these|those|whom)|of (?:the |a )?(?:previous|preceding|year|last|March|31|[12][0-9]{3})|across|for|by|since|over|against|registered|rise|increase|fall|drop"
    r"|decrease|growth|higher|lower|back|only|as well|was|were|is|are|had|have|has|been|being|needed|required|remained|faced|belonged|qualified|who|which|when|while|but|after|before|during|living|live|lived|managed|under|with|out|each|apiece|extra|additional|others?|a year|year|years|twelve|12|one|two|three"
    r"|four|five|six|seven|eight|nine|ten|(?:sex|sexual|violent)|per|missing|or|that|than|so|because|between|within|now|still|then|it|these|those|there|under|dangerous|came|come|got|left|went|gone|today|month|convicted|cautioned|removed|taken|added|recorded (?:in|at|on))\b",
    re.IGNORECASE,
)


# What explains the arrangements, and is told of none of their offenders: "the caseload under MAPPA, the
# system by which police manage violent and sexual offenders, rose".
EXPLAINED = re.compile(
    r"(?<=MAPPA|ments), (?:which (?:is|are) )?(?:the|a) (?:[a-z-]+ ){0,2}?(?:system|scheme|arrangements?|framework|process|programme|partnership)s? (?:by|under|through|in|that|which|for|used|set up)\b"
    r"(?:(?!, (?:rose|fell|was|were|is|are|has|have|had|grew|went|stood|stands|increased|dropped|now|numbered|reached)\b)[^.;])*"
)


def phrases(text: str) -> list[tuple[int, int, str]]:
    """Return the measures that a text names, in order; of phrases inside each other the longest stands."""
    if not ANY_MEASURE.search(text):
        return []
    spans = [
        (match.start(), match.end(), measure)
        for measure, words in MEASURE_PHRASES
        for match in words.finditer(text)
    ]
    explained = [match.span() for match in EXPLAINED.finditer(text)]
    kept: list[tuple[int, int, str]] = []
    for start, end, measure in sorted(spans, key=lambda span: (span[0], -span[1])):
        if any(first <= start and end <= last for first, last in explained):
            continue
        if measure.endswith("_imposed") and any(a <= start and end <= b for a, b, name in kept):
            continue  # "breaches of sexual harm prevention orders" counts no orders
        if measure != COUNT or not any(a <= start and end <= b for a, b, name in kept if name != COUNT):
            kept.append((start, end, measure))
    return list(_of_all_kinds(text, kept))


# "Offenders of all kinds at level one": one phrase, of all MAPPA offenders.
AT_LEVEL = {
    "level1_rso": "level1_all",
    "level2_in_year_rso": "level2_in_year_all",
    "level3_in_year_rso": "level3_in_year_all",
}
AT = re.compile(r" (?:[a-z]+ ){0,4}?(?:at|on|in|under) $")


def _of_all_kinds(text: str, kept: list[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """Yield the phrases, those for all MAPPA offenders and a level after them as one."""
    left = list(kept)
    while left:
        start, end, measure = left.pop(0)
        if (
            measure == "mappa_total"
            and left
            and left[0][2] in AT_LEVEL
            and AT.fullmatch(text, end, left[0][0])
        ):
            _, end, level = left.pop(0)
            measure = AT_LEVEL[level]
        yield start, end, measure


def counts_ours(text: str, end: int) -> bool:
    """Return whether one of our measures may count what stands after a number: people, names or nothing."""
    return bool(PEOPLE_COUNTED.match(text, end) or NOTHING.match(text, end))

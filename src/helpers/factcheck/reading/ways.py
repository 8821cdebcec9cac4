"""Words for up and down, once for every rule that asks which way a figure went."""

from __future__ import annotations

# Neither "fall short of" nor "1,385 people fall under the arrangements".
_NO_FALL = r"(?! (?:short|behind|into|foul|victim|under|within|outside))"
UP_PAST = (
    r"rose|risen|increased|grew|grown|climbed|jumped|soared|surged|swollen|swelled|leapt|leaped|crept up|edged up"
    r"|inched up|shot up|expanded|ballooned|mushroomed|rocketed|spiked|lengthened|crept higher|edged higher|inched higher|got longer|got bigger"
)
DOWN_PAST = (
    rf"fell{_NO_FALL}|fallen{_NO_FALL}|dropped|decreased|declined|dipped|shrank|shrunk|plunged|plummeted|slumped|tumbled"
    r"|slid|edged down|inched down|shortened|crept lower|edged lower|inched lower|got shorter|got smaller"
)
UP_NOW = r"rises?|grows?|climbs?|increases?|creeps? up|edges? up|inch(?:es)? up|goes up|soars?|jumps?|swells?|expands?"
DOWN_NOW = (
    rf"falls?{_NO_FALL}|drops?|shrinks?|declines?|decreases?|dips?|edges? down|goes down|plunges?|slumps?"
)
UP_GOING = r"rising|growing|climbing|increasing|soaring|swelling|expanding|creeping up|going up|jumping|leaping|surging|getting (?:longer|bigger)"
DOWN_GOING = r"falling|dropping|shrinking|declining|decreasing|dipping|coming down|going down|plunging|sliding|slipping|easing|getting (?:shorter|smaller)"
UP_NOUN = r"rise|increase|growth|jump|hike|leap|surge|climb|spike|expansion"
DOWN_NOUN = rf"fall{_NO_FALL}|drop|decrease|decline|reduction|dip|slump|plunge|cut"
# Words of a figure against another that need no verb.
UP_THAN, DOWN_THAN = "more|higher|longer|bigger|larger", "fewer|lower|less|shorter|smaller"
UP_BESIDE = rf"{UP_THAN}|added|additions?|adding|gain\w*"
DOWN_BESIDE = rf"{DOWN_THAN}|reduc\w+"
UP_ANY = rf"{UP_PAST}|{UP_NOW}|{UP_GOING}|{UP_NOUN}s?|crept|creep\w*|leaps?"
DOWN_ANY = rf"{DOWN_PAST}|{DOWN_NOW}|{DOWN_GOING}|{DOWN_NOUN}s?|slipped|eased"

#!/usr/bin/env bash
# statsmodels 0.15.0: the interval of a rate of zero is a single point, and zero is not in it.
#
# Guess: the interval of a Poisson rate holds the rate, and for a count of zero begins at zero, whichever method makes it.
# Seen: confint_poisson gives no cases in 1,000 the mid-p interval from 3.00 to 3.00 per 1,000; the upper end is right,
#   and the lower should be 0. "sqrt" gives 0.96 to 0.96. Nothing warns. "exact-c" and "score" begin at zero, and one case
#   has a mid-p interval of 0.05 to 4.93.
# Who is hurt: whoever publishes rates of rare events by small area: where nothing happened, the chart has a rate of zero
#   outside its own interval, which says 3 in 1,000 and looks more certain than that of any other area.
#
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  statsmodels==0.15.0 scipy==1.17.1 numpy==2.4.6 pandas==3.1.1
cd "$folder"
cat > rates.py <<'PY'
from statsmodels.stats.rates import confint_poisson


def per_thousand(count, method):
    """The ends of the interval for some cases in 1,000."""
    low, high = confint_poisson(count, 1000, method=method)
    return f"{low * 1000:.2f} to {high * 1000:.2f}"


zero = ", ".join(f"{method} {per_thousand(0, method)}" for method in ("exact-c", "score", "midp-c", "sqrt"))
print(f"{zero}; of one: midp-c {per_thousand(1, 'midp-c')}")
PY
said=$(venv/bin/python -W error rates.py)
echo "statsmodels 0.15.0, interval of no cases in 1,000: $said"
zero="exact-c 0.00 to 3.69, score 0.00 to 3.84, midp-c 3.00 to 3.00, sqrt 0.96 to 0.96"
[ "$said" = "$zero; of one: midp-c 0.05 to 4.93" ]

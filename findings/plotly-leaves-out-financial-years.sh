#!/usr/bin/env bash
# plotly 7.1.0: of the financial years from 2009-10 to 2022-23 a bar chart shows three.
#
# Guess: labels such as "2009-10" are words, so that each year has its place on the axis and its bar.
# Seen: 2009-10, 2010-11 and 2011-12 could be October 2009, November 2010 and December 2011, so the axis becomes one of
#   dates. Those three are drawn, at those months; the other eleven, 2012-13 and on, are left out, and nothing is said.
#   A chart that begins in 2012-13 has all its bars. type="category" for the axis keeps each year.
# Who is hurt: whoever draws a series by financial year: the chart ends in 2011, and looks whole to those who do not know
#   the table.
# Seen with Chromium 150; any Chromium on the path is used.
#
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check plotly==7.1.0
cd "$folder"
cat > draw.py <<'PY'
import plotly.graph_objects as go
from plotly.offline import get_plotlyjs


def bars(first, kind=None):
    """A bar chart of the financial years from the first to 2022-23."""
    years = [f"{year}-{(year + 1) % 100:02}" for year in range(first, 2023)]
    chart = go.Figure(go.Bar(x=years, y=[800 + place for place in range(len(years))]))
    return chart.update_xaxes(type=kind).to_json()


charts = ",".join([bars(2009), bars(2012), bars(2009, "category")])
print(f"""<!doctype html><html lang="en"><title>Charts</title><body><script>{get_plotlyjs()}</script><script>
const draw = async (figure) => {{
  const chart = document.body.appendChild(document.createElement("div"));
  await Plotly.newPlot(chart, figure.data, figure.layout);
  const bars = [...chart.querySelectorAll(".bars .point path")].filter((bar) => bar.getBBox().height > 0);
  return `${{bars.length}} of ${{figure.data[0].x.length}} (${{chart._fullLayout.xaxis.type}})`;
}};
Promise.all([{charts}].map(draw)).then((said) => {{ document.title = "Bars: " + said.join("; "); }});
</script></body></html>""")
PY
venv/bin/python draw.py > page.html
chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome)
said=$("$chromium" --headless --no-sandbox --disable-gpu --user-data-dir="$folder/profile" --virtual-time-budget=20000 \
  --dump-dom "file://$folder/page.html" 2> /dev/null | sed -n 's/.*<title>Bars: \([^<]*\)<.*/\1/p')
echo "plotly 7.1.0, bars from 2009-10, from 2012-13, and from 2009-10 as categories: $said"
[ "$said" = "3 of 14 (date); 11 of 11 (category); 14 of 14 (category)" ]

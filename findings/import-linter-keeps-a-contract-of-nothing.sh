#!/usr/bin/env bash
# import-linter 2.16: a contract whose wildcard matches no module is kept.
#
# Guess: a wildcard that matches nothing is an error, as a module's name that does not exist is.
# Seen: "proj.drawing.*" after the folder was renamed: KEPT, exit code 0; "proj.drawing" without the star: an error.
# Who is hurt: whoever renames a folder. The rule that pages open no file holds for nothing from then on, and the build
#   stays green. A test may ask that each pattern of the contracts matches a module.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check import-linter==2.16
cd "$folder"
mkdir -p proj/charts proj/files
touch proj/__init__.py proj/charts/__init__.py proj/files/__init__.py
echo "import proj.files" > proj/charts/bars.py
contract() { # the module that must not import files
  cat > contracts.ini <<INI
[importlinter]
root_package = proj
[importlinter:contract:files]
name = charts open no file
type = forbidden
source_modules = $1
forbidden_modules = proj.files
INI
  PYTHONPATH=. venv/bin/lint-imports --config contracts.ini --no-cache > said.txt 2>&1 && echo kept || echo refused
}
said="as it is: $(contract 'proj.charts.*'); renamed, with a star: $(contract 'proj.drawing.*'); without: $(contract proj.drawing)"
echo "import-linter 2.16: $said"
[ "$said" = "as it is: refused; renamed, with a star: kept; without: refused" ]

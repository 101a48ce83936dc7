#!/usr/bin/env bash
# Build a real VS Code host (code-server, the VS Code workbench served to a browser) from npm.
#
#   tests/editors/vscode/host.sh [FOLDER]
#
# FOLDER is $CONSTDSL_EDITORS_CACHE, or .editors in the project. What is there already is left as it is; what was
# begun and not finished is begun anew. It takes one to two minutes, and about 320 MB.
#
# Needs node 20, npm, a C++ compiler, python3, and Debian's libkrb5-dev and ripgrep.
set -euo pipefail

VERSION=4.100.3 # the newest that runs on node 20
NATIVE=(argon2 kerberos native-watchdog @vscode/spdlog node-pty)

project=$(cd "$(dirname "$0")/../../.." && pwd)
cache=${1:-${CONSTDSL_EDITORS_CACHE:-$project/.editors}}
host=$cache/code-server-$VERSION
log=$cache/code-server-$VERSION.log

if [ -f "$host/.ready" ]; then
  echo "$host"
  exit 0
fi

for tool in node npm g++ make python3 rg; do
  command -v "$tool" >/dev/null || { echo "host.sh: $tool is missing" >&2; exit 1; }
done
case $(node --version) in
  v20.*) ;;
  *) echo "host.sh: code-server $VERSION needs node 20, and this is $(node --version)" >&2; exit 1 ;;
esac

mkdir -p "$cache"
exec 9>"$cache/.lock"
flock 9 # two builds at once would tread on each other
if [ -f "$host/.ready" ]; then
  echo "$host"
  exit 0
fi

# Native modules are compiled against the headers that came with node, where they did.
prefix=$(dirname "$(dirname "$(readlink -f "$(command -v node)")")")
if [ -f "$prefix/include/node/node_version.h" ]; then
  export npm_config_nodedir=$prefix
fi
export npm_config_build_from_source=true # no prebuilt binaries from elsewhere
export npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false npm_config_yes=false

build() {
  rm -rf "$host"
  mkdir -p "$host"
  cd "$host"
  echo '{"name": "host", "private": true}' >package.json
  npm install --ignore-scripts "code-server@$VERSION"

  cd node_modules/code-server/lib/vscode
  npm install --ignore-scripts --omit=dev
  (cd extensions && npm install --ignore-scripts --omit=dev)
  ln -sfn node_modules node_modules.asar

  # Scripts stay off, since some download from elsewhere: ripgrep comes from the system instead.
  mkdir -p node_modules/@vscode/ripgrep/bin
  ln -sfn "$(command -v rg)" node_modules/@vscode/ripgrep/bin/rg

  local module at
  for module in "${NATIVE[@]}"; do
    for at in "$host" "$host/node_modules/code-server/lib/vscode"; do
      if [ -d "$at/node_modules/$module" ]; then
        # node-pty ends with an error after its binary is built; the lines below tell whether all is well.
        (cd "$at" && npm rebuild "$module") || echo "rebuild of $module ended with $?"
      fi
    done
  done
  test -f node_modules/node-pty/build/Release/pty.node
  "$host/node_modules/.bin/code-server" --version
  touch "$host/.ready"
}

echo "building code-server $VERSION in $host; the log is $log" >&2
set +e # a function that is asked whether it succeeded would not stop at its first error
(set -e; build) </dev/null >"$log" 2>&1
status=$?
set -e
if [ $status -ne 0 ]; then
  tail -n 30 "$log" >&2
  echo "host.sh: the host could not be built; the whole log is $log" >&2
  exit 1
fi
echo "$host"

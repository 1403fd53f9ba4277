#!/bin/sh
# What `make demo` shows: the graph built, checked and asked. ICIGRAPH_TEXTS names the folder of source texts, if there is one.
set -eu

step() {
    printf '\n$ %s\n' "$*"
    "$@"
}

step icigraph build
step icigraph ask partners-as-of --as-of 2005-02-10 --cite
step icigraph ask partners-as-of --as-of 2005-01-20 --conflicts
step icigraph ask invited-but-not-joined --cite
step icigraph ask contributed-to-but-not-to --operation ISAF --other-operation "Operation Unified Protector"
step icigraph ask partners-of-framework
step icigraph show Kuwait
step icigraph explain id:kuwait ici:partnerIn id:ici
step icigraph query -e 'SELECT ?state { ?state a ici:GulfPartner } ORDER BY ?state'
printf '\nMore: `icigraph ask` lists the questions, `icigraph --help` the verbs. They are in .venv/bin.\n'

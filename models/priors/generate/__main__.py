"""Writes the documents that the extraction prior is learned from: one JSON object a line,
`{text, fields, value}`. The same seed writes the same documents.

    python3 models/priors/generate --documents 40 --seed 1 > documents.jsonl
"""

import argparse
import json
import sys
from random import Random

import contracts
import prose
import trade
from asking import ask
from noise import spoil

KINDS = {"receipt": trade.receipt, "invoice": trade.invoice, "order": trade.order, "note": trade.note, "letter": prose.letter,
         "agreement": contracts.agreement, "policy": contracts.policy, "lease": prose.lease, "resume": prose.resume, "form": prose.form}
# What a person would call it who asks about it.
DOCUMENTS = {"note": "invoice"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=40, help="documents of each kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kinds", nargs="*", choices=KINDS, default=list(KINDS))
    chosen = parser.parse_args()
    for kind in chosen.kinds:
        r = Random(f"{kind} {chosen.seed}")
        for _ in range(chosen.documents):
            text, wanted, rate = KINDS[kind](r)
            fields, value = ask(r, DOCUMENTS.get(kind, kind), wanted, absent=0.35)
            if not fields:
                continue
            kept = [part for answer in wanted.values() if answer for part in ([answer] if isinstance(answer, str) else answer)]
            text = spoil(r, text, rate, kept)
            json.dump({"text": text, "fields": fields, "value": value}, sys.stdout, ensure_ascii=False)
            print()


if __name__ == "__main__":
    main()

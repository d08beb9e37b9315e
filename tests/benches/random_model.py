"""A model of 324 M parameters with random weights: the arithmetic of a larger model, without a download.

Its vocabulary and merges are those of the default model. Nobody should believe what it says. Its
embeddings of digits and commas lean one way, so that behind numbers it expects numbers: a model that
finds counting unlikely is refused as broken.
"""

import os
import pathlib
import re
import subprocess
import sys

import peer as llama
from peer import PEER, ROOT

VOCABULARY = ROOT / "models/cache/smollm2-135m-instruct.gguf"
LEANING = 1.0
LAYERS, WIDTH, HEADS, KV_HEADS, INNER, CONTEXT = 24, 1024, 16, 4, 2816, 8192


def build() -> pathlib.Path:
    """The file in Q4_K_M; made once."""
    made = PEER / "random-324m-q4_k_m.gguf"
    if not made.exists():
        packages, plain = PEER / "gguf", PEER / "random-324m-f16.gguf"
        subprocess.run(
            [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps",
             "--require-hashes", "--target", packages, "-r", ROOT / "models/requirements.txt"],
            check=True,
        )
        environment = {**os.environ, "PYTHONPATH": str(packages)}
        subprocess.run([sys.executable, __file__, plain], env=environment, check=True)
        half = made.with_suffix(".half")
        subprocess.run(
            [llama.build("llama-quantize"), plain, half, "Q4_K_M"],
            cwd=llama.backends(), check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        half.rename(made)
        plain.unlink()
    return made


def write(path: str) -> None:
    """A llama of the shape above, in 16 bits; the same numbers each time."""
    import gguf
    import numpy

    fields = gguf.GGUFReader(VOCABULARY).fields
    told = lambda key: fields[f"tokenizer.ggml.{key}"].contents()
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_name("random 324 M")
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(INNER)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(KV_HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_freq_base(10000.0)
    writer.add_rope_dimension_count(WIDTH // HEADS)
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_F16)
    tokens = told("tokens")
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre(told("pre"))
    writer.add_token_list(tokens)
    writer.add_token_types(told("token_type"))
    writer.add_token_merges(told("merges"))
    writer.add_bos_token_id(int(told("bos_token_id")))
    writer.add_eos_token_id(int(told("eos_token_id")))
    writer.add_vocab_size(len(tokens))

    chance = numpy.random.default_rng(0)
    head = WIDTH // HEADS

    def matrix(name: str, rows: int, columns: int, scale: float, leaning: list[int] | None = None) -> None:
        numbers = chance.standard_normal((rows, columns), dtype=numpy.float32) * scale
        if leaning:
            numbers[leaning] += LEANING * chance.choice([-1, 1], columns)
        writer.add_tensor(f"{name}.weight", numbers.astype(numpy.float16))

    def norm(name: str) -> None:
        writer.add_tensor(f"{name}.weight", numpy.ones(WIDTH, dtype=numpy.float32))

    counting = [at for at, token in enumerate(tokens) if re.fullmatch("Ġ?[0-9]?,?", token)]
    matrix("token_embd", len(tokens), WIDTH, 0.02, counting)
    norm("output_norm")
    for layer in range(LAYERS):
        block = f"blk.{layer}."
        norm(block + "attn_norm")
        norm(block + "ffn_norm")
        for name, rows, columns in [
            ("attn_q", HEADS * head, WIDTH), ("attn_k", KV_HEADS * head, WIDTH),
            ("attn_v", KV_HEADS * head, WIDTH), ("attn_output", WIDTH, HEADS * head),
            ("ffn_gate", INNER, WIDTH), ("ffn_up", INNER, WIDTH), ("ffn_down", WIDTH, INNER),
        ]:
            matrix(block + name, rows, columns, columns**-0.5)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


if __name__ == "__main__":
    write(sys.argv[1])

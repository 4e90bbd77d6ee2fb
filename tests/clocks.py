"""Finds code that asks what time it is: calls of the clock of the calendar, by whatever name a module knows them.

Clocks that measure how long something takes (``time.monotonic``, ``perf_counter``) are no concern of it.
"""

import ast
from collections.abc import Iterator

_DAYS = ("datetime.date.today", "datetime.datetime.today", "datetime.datetime.now", "datetime.datetime.utcnow")
_SECONDS = ("time.time", "time.time_ns", "time.clock_gettime", "time.clock_gettime_ns", "email.utils.formatdate")
_PANDAS = ("pandas.Timestamp.now", "pandas.Timestamp.today", "pandas.Timestamp.utcnow", "email.utils.localtime")
_OURS = ("sqlalchemy.func.now", "ses_map.settings.today")
#: What tells the time whenever it is called.
CLOCKS = {*_DAYS, *_SECONDS, *_PANDAS, *_OURS}
#: What tells it when it is called with no moment: up to how many arguments it has then.
_WITHOUT_MOMENT = {"time.localtime": 0, "time.gmtime": 0, "time.ctime": 0, "time.asctime": 0, "time.strftime": 1}
#: What tells it when it is told to by a word.
_BY_WORD = {"numpy.datetime64", "pandas.Timestamp", "pandas.to_datetime"}


def readings(source: str | ast.Module) -> list[tuple[str, str]]:
    """List where a module asks: the name of the function, empty outside any, and that of the clock.

    Programs that are written in the module as text are read as well.
    """
    return sorted(set(_of_tree(ast.parse(source) if isinstance(source, str) else source, "")))


def _of_tree(tree: ast.AST, place: str, known: dict[str, str] | None = None) -> Iterator[tuple[str, str]]:
    known = _imported(tree) if known is None else known
    for child in ast.iter_child_nodes(tree):
        named = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        inside = f"{place}.{child.name}".strip(".") if named else place
        clock = _asked(child, known)
        if clock:
            yield place, clock
        program = _program(child)
        if program:
            yield from _of_tree(program, inside)
        yield from _of_tree(child, inside, known)


def _imported(tree: ast.AST) -> dict[str, str]:
    """Describe what each name stands for that is imported anywhere in the module."""
    known = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            known |= {
                a.asname or a.name.split(".")[0]: a.name if a.asname else a.name.split(".")[0] for a in node.names
            }
        elif isinstance(node, ast.ImportFrom) and node.module:
            known |= {a.asname or a.name: f"{node.module}.{a.name}" for a in node.names}
    return known


def _asked(node: ast.AST, known: dict[str, str]) -> str:
    """Name the clock that a node asks or hands on, empty for none; a name that is only imported asks nothing."""
    if isinstance(node, ast.Call):
        name, words = _named(node.func, known), [a.value for a in node.args if isinstance(a, ast.Constant)]
        if len(node.args) <= _WITHOUT_MOMENT.get(name, -1) or (name in _BY_WORD and {"now", "today"} & set(words)):
            return name
    name = _named(node, known)
    return name if name in CLOCKS else ""


def _named(node: ast.AST, known: dict[str, str]) -> str:
    if isinstance(node, ast.Name):
        return known.get(node.id, "")
    if isinstance(node, ast.Attribute):
        within = _named(node.value, known)
        return f"{within}.{node.attr}" if within else ""
    return ""


def _program(node: ast.AST) -> ast.AST | None:
    """Read a text as a program, if it is one that imports something; ``None`` stands for what is put into it."""
    if not isinstance(node, ast.Constant | ast.JoinedStr):
        return None
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    text = "".join(str(p.value if isinstance(p, ast.Constant) else None) for p in parts)
    if "import " not in text:
        return None
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError):
        return None

"""Arguments of commands as their functions take them, read without pydantic where that has nothing to add.

Typer has pydantic turn every argument into its type, defaults and plain words too, and to import pydantic
takes a third of what a build with nothing to do takes. So only what is not yet of its type is left to it.

The help tells their types in a reader's words: "number", where typer has "int range".
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, get_args

import typer.core
from typer._coercion import RuntimeParam, TypeDescriptor, build_runtime_param

# What typer calls the types of values, which are names of Python, and what a reader does.
_PLAIN = {
    **dict.fromkeys(("<str>", "<list[str]>"), "<text>"),
    **dict.fromkeys(("<int>", "<int range>", "<float>", "<float range>"), "<number>"),
    **dict.fromkeys(("<Path>", "<list[Path]>"), "<path>"),
}


class Group(typer.core.TyperGroup):
    """Commands whose arguments are read so, with the group's own."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Return what is left of the arguments after those of the group."""
        _prepare(self.get_params(ctx))
        return super().parse_args(ctx, args)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a command by its name, or None."""
        command = super().get_command(ctx, cmd_name)
        if command:
            _prepare(command.get_params(ctx))
        return command


def _prepare(params: list[Any]) -> None:
    for param in params:
        if param._runtime_param is None:
            descriptor = param.type_descriptor
            param._runtime_param = _AsGiven(descriptor.parameter_info, descriptor.annotation, descriptor)
            param.display_type = partial(_plain_type, param.display_type)


def _plain_type(typers: Callable[[Any], str], ctx: Any) -> str:
    """Return the type of a value as a reader knows it: "<number>"."""
    told = typers(ctx)
    return _PLAIN.get(told, told)


@dataclass(frozen=True)
class _AsGiven(RuntimeParam):
    """What is of its type already, or becomes so by the parser of its option; all else by way of typer."""

    descriptor: TypeDescriptor

    def _coerce_value(self, value: Any, param: Any, ctx: Any) -> Any:
        parser = self.parameter_info.parser
        if parser:
            with contextlib.suppress(Exception):  # typer calls it again, and says what is wrong
                return parser(value)
        elif self.annotation is float and isinstance(value, int):  # a default
            return float(value)
        elif _is_of(value, self.annotation):
            return list(value) if isinstance(value, tuple) else value
        return build_runtime_param(self.descriptor).coerce(value, param=param, ctx=ctx)


def _is_of(value: Any, annotation: Any) -> bool:
    """Return whether a value, or each of several, is of its type."""
    if isinstance(annotation, type) and not get_args(annotation):
        return isinstance(value, annotation)
    kinds = get_args(annotation)
    return isinstance(value, tuple) and len(kinds) == 1 and all(_is_of(item, kinds[0]) for item in value)

"""Diagrams: a stack as pictures with its findings marked, as DOT text, and laid out as SVG."""

from stackaudit.outputs.diagram.labels import address
from stackaudit.outputs.diagram.palette import STYLE
from stackaudit.outputs.diagram.pictures import Picture, Pictures, diagram, overview, pictures

__all__ = ["STYLE", "Picture", "Pictures", "address", "diagram", "overview", "pictures"]

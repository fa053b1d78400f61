"""Parse XML from strangers: no entities, so neither bombs nor other files."""

from xml.etree import ElementTree
from xml.parsers import expat

from symbolic.errors import UnreadableError

DEEPEST = 100  # MusicXML nests about ten levels


def parse_xml(data: bytes) -> ElementTree.Element:
    """The root element of an XML document.

    Python's own parsers expand the entities that a document declares, which lets a few lines
    grow to gigabytes. MusicXML needs none, so a document that declares one is refused, before
    any is expanded. A DOCTYPE without declarations is fine: it is never fetched.

    >>> parse_xml(b"<score><part/></score>").tag
    'score'
    """
    depth = 0

    def begin(name, attributes):
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise UnreadableError(f"XML nested more than {DEEPEST} levels deep")

    def end(name):
        nonlocal depth
        depth -= 1

    def refuse(*declaration):
        raise UnreadableError("XML that declares entities, which is not safe to read")

    guard = expat.ParserCreate()
    guard.EntityDeclHandler = refuse
    guard.StartElementHandler, guard.EndElementHandler = begin, end
    try:
        guard.Parse(data, True)
        return ElementTree.fromstring(data)
    except (expat.ExpatError, ElementTree.ParseError, ValueError, LookupError) as error:
        raise UnreadableError(f"broken XML ({error})") from error

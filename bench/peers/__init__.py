"""The servers that are compared, ours first. A peer says how it is installed, started and asked.

`paths` gives, for each question that it has an answer to, what to ask; what is missing it has not."""

from peers import luzhang
from peers import mapserver
from peers import martin
from peers import pygeoapi
from peers import qgis
from peers import tipg

ALL = [luzhang.Luzhang, qgis.Qgis, tipg.Tipg, pygeoapi.Pygeoapi, mapserver.MapServer, martin.Martin]

"""Run by QGIS' own Python, without a screen: what QGIS finds in plan.qgz and plan.gpkg, as JSON.

python3 qgis_says.py FOLDER
"""

import json
import os
import sys
import time

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize


def strokes(symbol):
    """Class, colour and dash of every drawing of a symbol, and of the symbols in it."""
    found = []
    for i in range(symbol.symbolLayerCount()):
        drawing = symbol.symbolLayer(i)
        options = drawing.properties()
        colour = options.get("line_color") or options.get("color") or ""
        dash = options.get("customdash") if options.get("use_custom_dash") == "1" else None
        found.append([drawing.layerType(), ",".join(colour.split(",")[:3]), dash])
        if drawing.subSymbol():
            found += strokes(drawing.subSymbol())
    return found


def rules(renderer):
    if renderer.type() == "categorizedSymbol":
        return [
            {"label": c.label(), "value": c.value(), "strokes": strokes(c.symbol())}
            for c in renderer.categories()
        ]
    if renderer.type() != "RuleRenderer":
        return []
    return [
        {
            "label": rule.label(),
            "filter": rule.filterExpression(),
            "active": rule.active(),
            "error": QgsExpression(rule.filterExpression()).parserErrorString(),
            "strokes": strokes(rule.symbol()) if rule.symbol() else [],
        }
        for rule in renderer.rootRule().descendants()
    ]


def look(layer):
    said = {
        "valid": layer.isValid(),
        "features": layer.featureCount(),
        "aliases": {f.name(): layer.attributeAlias(i) for i, f in enumerate(layer.fields())},
        "mapTip": layer.mapTipTemplate(),
    }
    if layer.isSpatial():
        said["crs"] = layer.crs().authid()
        said["renderer"] = layer.renderer().type()
        said["rules"] = rules(layer.renderer())
        said["labels"] = layer.labelsEnabled()
        settings = layer.labeling().settings()
        form = settings.format()
        said["labelColour"] = form.color().name()
        said["halo"] = form.buffer().enabled()
    return said


def broken_expressions(layer):
    """Every data-defined property of a layer's symbols whose expression QGIS cannot read."""
    found = []

    def walk(symbol):
        for i in range(symbol.symbolLayerCount()):
            drawing = symbol.symbolLayer(i)
            properties = drawing.dataDefinedProperties()
            for key in properties.propertyKeys():
                check(properties.property(key).expressionString())
            if drawing.layerType() == "GeometryGenerator":
                check(drawing.geometryExpression())
            if drawing.subSymbol():
                walk(drawing.subSymbol())

    def check(text):
        expression = QgsExpression(text)
        if expression.hasParserError():
            found.append([text, expression.parserErrorString()])

    renderer = layer.renderer()
    if renderer.type() == "categorizedSymbol":
        for category in renderer.categories():
            walk(category.symbol())
    else:
        for rule in renderer.rootRule().descendants():
            if rule.symbol():
                walk(rule.symbol())
    settings = layer.labeling().settings()
    properties = settings.dataDefinedProperties()
    for key in properties.propertyKeys():
        check(properties.property(key).expressionString())
    return found


def tip(layer):
    """The map tip of a layer's first feature, its expressions replaced."""
    feature = next(layer.getFeatures())
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    context.setFeature(feature)
    text = QgsExpression.replaceExpressionText(layer.mapTipTemplate(), context)
    return {"id": feature["id"], "html": text}


def picture(project, out):
    settings = QgsMapSettings()
    order = [layer for layer in project.layerTreeRoot().layerOrder() if layer.isSpatial()]
    settings.setLayers(order)
    settings.setOutputSize(QSize(1200, 900))
    settings.setOutputDpi(96)
    settings.setDestinationCrs(project.crs())
    settings.setBackgroundColor(project.backgroundColor())
    settings.setExtent(project.viewSettings().defaultViewExtent())
    context = QgsExpressionContext()
    context.appendScope(QgsExpressionContextUtils.mapSettingsScope(settings))
    settings.setExpressionContext(context)
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    image.save(out)
    colours = {}
    for x in range(image.width()):
        for y in range(image.height()):
            name = image.pixelColor(x, y).name()
            colours[name] = colours.get(name, 0) + 1
    return colours


def tree(node):
    return [
        [child.name(), tree(child) if hasattr(child, "findGroups") else []]
        for child in node.children()
    ]


def read_project(folder):
    project = QgsProject.instance()
    said = {"read": project.read(f"{folder}/plan.qgz"), "error": project.error()}
    said["title"] = project.title()
    said["crs"] = project.crs().authid()
    said["tree"] = tree(project.layerTreeRoot())
    said["order"] = [layer.id() for layer in project.layerTreeRoot().layerOrder()]
    said["layers"] = {layer.id(): look(layer) for layer in project.mapLayers().values()}
    said["relations"] = {
        key: [each.isValid(), each.referencingLayerId(), each.referencedLayerId()]
        for key, each in project.relationManager().relations().items()
    }
    quotes = project.relationManager().relation("quotes_place_id_rail_lines")
    parent = project.mapLayer("geo_app_rail_lines_layer")
    if parent:
        said["related"] = {
            feature["id"]: sorted(row["text"] for row in quotes.getRelatedFeatures(feature))
            for feature in parent.getFeatures()
        }
        said["tip"] = tip(parent)
    said["copyright"] = project.readEntry("CopyrightLabel", "/Label")[0]
    said["broken"] = [
        broken
        for layer in project.mapLayers().values()
        if layer.isSpatial()
        for broken in broken_expressions(layer)
    ]
    extent = project.viewSettings().defaultViewExtent()
    said["extent"] = [extent.xMinimum(), extent.yMinimum(), extent.xMaximum(), extent.yMaximum()]
    start = time.perf_counter()
    said["colours"] = picture(project, f"{folder}/plan.png")
    said["seconds"] = round(time.perf_counter() - start, 2)
    project.clear()
    return said


def read_geopackage(folder, names):
    """The layers as QGIS opens them alone, with the default style of the file."""
    return {
        name: look(QgsVectorLayer(f"{folder}/plan.gpkg|layername={name}", name, "ogr"))
        for name in names
    }


def main():
    folder = sys.argv[1]
    app = QgsApplication([], False)
    app.initQgis()
    said = {"version": Qgis.QGIS_VERSION, "project": read_project(folder)}
    names = [key[len("geo_app_") : -len("_layer")] for key in said["project"]["layers"]]
    said["geopackage"] = read_geopackage(folder, names)
    json.dump(said, sys.stdout, ensure_ascii=False)
    sys.stdout.flush()
    app.exitQgis()


main()

/** Keeps one label per jurisdiction on the map, from the pieces of polygons in the tiles at hand. */
import type { GeoJSONSource, Map as MapLibreMap } from 'maplibre-gl'
import type { Feature, Point } from 'geojson'
import { anchorOf, isBetter, shortName, type LabelAnchor } from '../geo/labels'

/** The levels worth reading at a zoom; the style shows the same. */
function levelsAt(zoom: number): string[] {
  if (zoom < 7) return ['city', 'county']
  if (zoom < 9) return ['county']
  if (zoom < 12) return ['county', 'township']
  return ['township', 'village']
}

export function keepLabels(map: MapLibreMap) {
  const anchors = new Map<string, LabelAnchor>()
  const labels = new Map<string, Feature<Point>>()
  let asked = false

  function collect() {
    asked = false
    if (!map.getSource('jurisdictions')) return
    const pieces = map.querySourceFeatures('jurisdictions', {
      sourceLayer: 'jurisdictions',
      filter: ['in', ['get', 'level'], ['literal', levelsAt(map.getZoom())]],
    })
    let changed = false
    for (const { geometry, properties } of pieces) {
      const anchor = anchorOf(geometry)
      const { code, name, level } = properties as Record<string, string | undefined>
      if (!anchor || !code || !name || !isBetter(anchor, anchors.get(code))) continue
      anchors.set(code, anchor)
      labels.set(code, {
        type: 'Feature',
        geometry: { type: 'Point', coordinates: anchor.at },
        properties: { code, level, label: shortName(name) },
      })
      changed = true
    }
    if (changed) {
      map.getSource<GeoJSONSource>('jurisdiction_labels')?.setData({ type: 'FeatureCollection', features: [...labels.values()] })
    }
  }

  // Once per frame at most: a pan brings a dozen tiles, and each says so.
  map.on('sourcedata', (event) => {
    if (event.sourceId !== 'jurisdictions' || !event.tile || asked) return
    asked = true
    requestAnimationFrame(collect)
  })
  // Tiles from the browser's cache may be there before anybody listened. What changes nothing
  // draws nothing, so this ends.
  map.on('idle', collect)
}

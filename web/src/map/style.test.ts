import { describe, expect, it } from 'vitest'
import style from '../../../tiles/style.json'
import { ICONS } from './icons'
import { LEGEND } from './legend'
import { CLICKABLE, collectionOf, FIRST_LABEL, groupOf, GROUPS, layersOf, styleFor, withReferences } from './style'

const text = JSON.stringify(style)

describe('the style', () => {
  it('asks nothing from outside: no glyphs, no sprite, only paths of this server', () => {
    expect(style).not.toHaveProperty('glyphs')
    expect(style).not.toHaveProperty('sprite')
    expect(text).not.toMatch(/https?:/)
  })

  it('reads each layer from the collection its source is named after', () => {
    for (const layer of style.layers) {
      if ('source-layer' in layer) expect(layer['source-layer'], layer.id).toBe(layer.source)
    }
  })

  it('puts the row of a tile before its column, as OGC API - Tiles does', () => {
    for (const [name, source] of Object.entries(style.sources)) {
      if ('tiles' in source) expect(source.tiles).toEqual([`/ogc/collections/${name}/tiles/WebMercatorQuad/{z}/{y}/{x}`])
    }
  })

  it('names only icons that are drawn', () => {
    for (const name of text.match(/"(?:gas|heat)-(?:valve|valve-closed|regulator|station|dot)"/g) ?? []) {
      expect(Object.keys(ICONS)).toContain(name.slice(1, -1))
    }
  })

  it('has every layer that the page speaks of', () => {
    const ids = style.layers.map((layer) => layer.id)
    expect(ids).toEqual(expect.arrayContaining([...Object.keys(CLICKABLE), FIRST_LABEL]))
  })

  it('leaves out the collections that a server does not hold', () => {
    const ready = styleFor('https://here.example', new Set(['jurisdictions', 'road_segments']))
    expect(Object.keys(ready.sources).sort()).toEqual(['jurisdiction_labels', 'jurisdictions', 'road_segments'])
    expect(ready.layers.some((layer) => layer.id === 'gas-pipe')).toBe(false)
    expect(ready.sources['road_segments']).toMatchObject({
      tiles: ['https://here.example/ogc/collections/road_segments/tiles/WebMercatorQuad/{z}/{y}/{x}'],
    })
  })
})

describe('reference layers', () => {
  const ready = styleFor('https://here.example', new Set(['road_segments', 'railways']))

  it('are drawn below the roads, and a click on them finds their collection', () => {
    const { layers, sources } = withReferences(ready, 'https://here.example', ['railways'])
    const own = layers.filter((layer) => groupOf(layer) === 'reference')
    expect(own.map(collectionOf)).toEqual(['railways', 'railways', 'railways'])
    const firstRoad = layers.findIndex((layer) => groupOf(layer)?.startsWith('roads'))
    expect(Math.max(...own.map((layer) => layers.indexOf(layer)))).toBeLessThan(firstRoad)
    expect(sources['reference/railways']).toMatchObject({
      tiles: ['https://here.example/ogc/collections/railways/tiles/WebMercatorQuad/{z}/{y}/{x}'],
    })
  })

  it('leave the style alone where there are none', () => {
    expect(withReferences(ready, 'https://here.example', [])).toEqual(ready)
  })
})

describe('the legend', () => {
  it('has an entry, and layers, for every group', () => {
    expect(LEGEND.map((entry) => entry.group)).toEqual([...GROUPS])
    for (const group of GROUPS) expect(layersOf(group).length, group).toBeGreaterThan(0)
  })

  it('shows the colours of the map', () => {
    for (const { group, items } of LEGEND) {
      const drawn = JSON.stringify(layersOf(group))
      for (const { swatch, label } of items) {
        if ('colour' in swatch) expect(drawn, label).toContain(swatch.colour)
        if ('casing' in swatch) expect(drawn, label).toContain(swatch.casing)
      }
    }
  })
})

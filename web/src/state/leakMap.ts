/** What the leak tool draws on the map, and where its valves stand. */
import type { Feature, Geometry, Position } from 'geojson'
import { computed, nextTick, shallowReactive, shallowRef, watch } from 'vue'
import { feature } from '../api/questions'
import { ZONES, type NetworkName } from '../api/types'
import { boxAround } from '../geo/bounds'
import { assessment, asset, assetShape, at, corners, drawingCordon, hazard, leakView, placeKey, unusable } from './leak'
import { valvesOf } from './leakAnswer'
import { draw, shape } from './overlays'
import { flyTo, flyToBox, showMap, tool } from './view'

/** The answer names valves by code; where they stand is asked once each. */
const places = shallowReactive(new Map<string, Position | null>())
const MOST_VALVES = 40
const keyOf = (network: NetworkName, valve: string) => `${network} ${valve}`

export const placeOfValve = (valve: string) => places.get(keyOf(hazard.value, valve)) ?? null

/** A valve that was clicked on the map: its row is shown. */
export const strongValve = shallowRef<string | null>(null)

async function findValve(network: NetworkName, valve: string) {
  const key = keyOf(network, valve)
  if (places.has(key)) return
  places.set(key, null)
  try {
    const { geometry } = await feature(`${network}_nodes`, valve)
    if (geometry?.type === 'Point') places.set(key, geometry.coordinates)
  } catch {
    // Without rights to the network the list is still right; asked again with the next answer.
    places.delete(key)
  }
}

const valves = computed(() => (assessment.value ? valvesOf(assessment.value) : []))

watch([valves, unusable], () => {
  const codes = [...valves.value.map(({ valve }) => valve), ...unusable.value]
  for (const valve of codes.slice(0, MOST_VALVES)) void findValve(hazard.value, valve)
})

export function showValve(valve: string) {
  strongValve.value = valve
  const place = placeOfValve(valve)
  if (!place) return
  showMap()
  flyTo(place, 17.5)
}

/** Its sign was clicked: the row is shown, once the list is there. */
export function pickValve(valve: string) {
  leakView.value = 'act'
  void nextTick(() => (strongValve.value = valve))
}

watch(placeKey, () => (strongValve.value = null))

export function showAllValves() {
  const points = [...valves.value.map(({ valve }) => placeOfValve(valve)), leakPoint.value].filter((place) => place !== null)
  const box = boxAround([{ type: 'MultiPoint', coordinates: points }])
  if (!box) return
  showMap()
  flyToBox(box)
}

/** Where the leak is: the click, else what the server says. */
export const leakPoint = computed<Position | null>(() => {
  if (at.value) return at.value
  const place = assessment.value?.place
  return place ? [place.lon, place.lat] : null
})

const zoneFeatures = computed(() => (assessment.value?.zones?.features ?? [])
  .filter((one): one is Feature<Geometry, typeof one.properties> => one.geometry !== null)
  // The widest first, so that the inner ones lie on top of it.
  .sort((a, b) => ZONES.indexOf(b.properties.zone) - ZONES.indexOf(a.properties.zone)))

/** Moves the map so that all zones can be seen. */
export function showLeak() {
  const box = boxAround([...zoneFeatures.value.map(({ geometry }) => geometry), zoneFeatures.value.length ? null : assetShape.value])
  showMap()
  if (box) flyToBox(box)
  else if (leakPoint.value) flyTo(leakPoint.value, 16)
}

/** For which place the map has been moved: facts refine an answer and must not move it again. */
let shownFor = ''

/** A link that says where the map stands is left there. */
export function keepMapStill() {
  shownFor = placeKey.value
}

watch([assessment, assetShape], () => {
  if (tool.value !== 'leak' || !(assessment.value ?? assetShape.value) || shownFor === placeKey.value) return
  if (assessment.value) shownFor = placeKey.value
  showLeak()
})

watch([tool, zoneFeatures, leakPoint, asset, assetShape, corners, drawingCordon], () => {
  if (tool.value !== 'leak') return draw('leak', [])
  const shapes = zoneFeatures.value.map(({ geometry, properties }) => shape(geometry, { part: properties.zone }))
  if (assetShape.value) shapes.push(shape(assetShape.value, { part: 'asset' }))
  if (drawingCordon.value) {
    if (corners.value.length > 1) shapes.push(shape({ type: 'LineString', coordinates: corners.value }, { part: 'draft' }))
    shapes.push(...corners.value.map((corner) => shape({ type: 'Point', coordinates: corner }, { part: 'corner' })))
  }
  if (leakPoint.value) shapes.push(shape({ type: 'Point', coordinates: leakPoint.value }, { part: 'leak' }))
  draw('leak', shapes)
})

/** Supply and return have their valves side by side: what would cover each other shares one sign. */
const valveShapes = computed(() => {
  const signs = new Map<string, { place: Position; valves: string[]; order: string[]; unusable: boolean }>()
  const put = (valve: string, order: string, isUnusable: boolean) => {
    const place = placeOfValve(valve)
    if (!place) return
    // A ten-thousandth of a degree is some ten metres.
    const key = [...place.slice(0, 2).map((value) => value.toFixed(4)), isUnusable].join(' ')
    const sign = signs.get(key) ?? { place, valves: [], order: [], unusable: isUnusable }
    sign.valves.push(valve)
    sign.order.push(order)
    signs.set(key, sign)
  }
  for (const valve of unusable.value) put(valve, '×', true)
  for (const { valve, order } of valves.value) put(valve, String(order), false)
  return [...signs.values()].map(({ place, valves: here, order, unusable: crossed }) =>
    shape({ type: 'Point', coordinates: place }, {
      valve: here[0], order: crossed ? '×' : order.join('·'), signs: crossed ? 1 : order.length,
      unusable: crossed, strong: strongValve.value !== null && here.includes(strongValve.value),
    }))
})

watch([tool, valveShapes], () => draw('leak_valves', tool.value === 'leak' ? valveShapes.value : []))

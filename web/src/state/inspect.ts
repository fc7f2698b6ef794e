/** What is at a place: the answer of `locate`, the features drawn there, and one of them in full. */
import type { Geometry, Position } from 'geojson'
import { computed, shallowRef, watch } from 'vue'
import { degrees, feature, locate, placeOnRoad, schema } from '../api/questions'
import type { CodedFeature, CollectionSchema, Located } from '../api/types'
import { draw, shape } from './overlays'
import { useQuestion } from './question'
import { flyTo, sheet, showMap, tool } from './view'

export interface FeatureRef {
  collection: string
  code: string
  /** As on the map or in the search; null when it has no name. */
  name: string | null
}

const located = useQuestion<Located>()
const chosenAsked = useQuestion<{ feature: CodedFeature; schema: CollectionSchema }>()
const goToAsked = useQuestion<CodedFeature>()

export const place = shallowRef<Position | null>(null)
export const candidates = shallowRef<FeatureRef[]>([])
export const chosen = shallowRef<FeatureRef | null>(null)

export const locatedAnswer = located.answer
export const locatedLoading = located.loading
export const locatedProblem = located.problem
export const chosenAnswer = chosenAsked.answer
export const chosenLoading = chosenAsked.loading
export const chosenProblem = chosenAsked.problem
export const goToLoading = goToAsked.loading
export const goToProblem = goToAsked.problem

export function inspectPlace(at: Position, found: FeatureRef[]) {
  const [lon = 0, lat = 0] = at
  tool.value = 'inspect'
  if (sheet.value === 'peek') sheet.value = 'half'
  place.value = [Number(degrees(lon)), Number(degrees(lat))]
  candidates.value = found
  void choose(found[0] ?? null)
  goToAsked.clear()
  askPlace()
}

export function askPlace() {
  const at = place.value
  if (at) void located.put((signal) => locate(at, signal))
}

export async function choose(ref: FeatureRef | null) {
  chosen.value = ref
  if (!ref) return chosenAsked.clear()
  chosenAsked.answer.value = null
  const { collection, code } = ref
  await chosenAsked.put(async (signal) => {
    const [theFeature, theSchema] = await Promise.all([feature(collection, code, signal), schema(collection)])
    return { feature: theFeature, schema: theSchema }
  })
}

/** A search result: the thing itself is what the card shows, and its place if it has one. */
export function inspectFeature(at: Position | null, ref: FeatureRef) {
  if (at) return inspectPlace(at, [ref])
  tool.value = 'inspect'
  place.value = null
  candidates.value = [ref]
  void choose(ref)
}

export async function goToChainage(road: string, chainage: string) {
  const found = await goToAsked.put((signal) => placeOnRoad(road, chainage, signal))
  if (found?.geometry?.type !== 'Point') return
  const at = found.geometry.coordinates
  showMap()
  flyTo(at, 16)
  inspectPlace(at, [])
}

const focused = computed<Geometry | null>(() => chosenAsked.answer.value?.feature.geometry ?? null)

watch([tool, place, focused], () => {
  if (tool.value !== 'inspect') return draw('focus', [])
  const shapes = focused.value ? [shape(focused.value)] : []
  if (place.value) shapes.push(shape({ type: 'Point', coordinates: place.value }, { part: 'pin' }))
  draw('focus', shapes)
})

/** The leak at hand: where it is, what is known of it, and the assessment of the server. */
import type { Position } from 'geojson'
import { computed, reactive, ref, shallowRef, watch } from 'vue'
import { Problem } from '../api/problem'
import { assessLeak, degrees, feature } from '../api/questions'
import type { Assessment, CodedFeature, NetworkName } from '../api/types'
import type { FeatureRef } from './inspect'
import { emptyForm, FIELDS, isFirst, spotOfPointer, type FieldName, type Part } from './leakFields'
import { isPlaced, reportOf, type AssetRef } from './leakReport'
import { useQuestion } from './question'

export const LEAK_VIEWS = ['facts', 'act', 'grade', 'notify'] as const
export type LeakView = (typeof LEAK_VIEWS)[number]

export const hazard = ref<NetworkName>('gas')
export const at = shallowRef<Position | null>(null)
export const asset = shallowRef<AssetRef | null>(null)
/** What else lies under the click. */
export const offers = shallowRef<AssetRef[]>([])
export const form = reactive(emptyForm())
export const unusable = ref<string[]>([])
/** The commander's polygon; asked for only when it is finished. */
export const corners = shallowRef<Position[]>([])
export const drawingCordon = ref(false)

export const leakView = ref<LeakView>('act')
export const moreOpen = ref(false)
/** The field that is to be shown and to get the focus. */
export const wanted = shallowRef<{ field: FieldName } | null>(null)

const asked = useQuestion<Assessment>()
const assetAsked = useQuestion<CodedFeature>()
const findAsked = useQuestion<AssetRef | null>()

/** The last good answer for this place. A refused field leaves it standing, marked as overtaken. */
export const assessment = shallowRef<Assessment | null>(null)
export const assessing = asked.loading
export const leakProblem = asked.problem
export const assetShape = computed(() => assetAsked.answer.value?.geometry ?? null)
export const finding = findAsked.loading
export const findProblem = findAsked.problem
export const notFound = ref<string | null>(null)

export const placed = computed(() => isPlaced({ at: at.value, asset: asset.value }))
/** Differs for every place and hazard; what is only refined by facts keeps it. */
export const placeKey = computed(() => JSON.stringify([hazard.value, at.value, asset.value]))

const report = computed(() => placed.value
  ? reportOf({
    hazard: hazard.value, at: at.value, asset: asset.value, form, unusable: unusable.value,
    cordon: drawingCordon.value ? [] : corners.value,
  })
  : null)

/** A click: the pipe under it counts before a node, and one of the hazard at hand before the other. */
export function setLeakPlace(place: Position, found: FeatureRef[]) {
  const [lon = 0, lat = 0] = place
  at.value = [Number(degrees(lon)), Number(degrees(lat))]
  offers.value = found.flatMap(assetOf)
  const rank = ({ network, kind }: AssetRef) => (kind === 'pipe' ? 0 : 2) + (network === hazard.value ? 0 : 1)
  takeAsset([...offers.value].sort((a, b) => rank(a) - rank(b))[0] ?? null)
}

/** Null is the point alone. */
export function takeAsset(chosen: AssetRef | null) {
  notFound.value = null
  asset.value = chosen
  if (chosen) setNetwork(chosen.network)
}

/** By code, without a click: the server knows where it lies. */
export function setLeakAsset(chosen: AssetRef) {
  at.value = null
  offers.value = []
  takeAsset(chosen)
}

export function setHazard(chosen: NetworkName) {
  if (chosen === hazard.value) return
  if (asset.value) asset.value = offers.value.find(({ network }) => network === chosen) ?? null
  setNetwork(chosen)
}

function setNetwork(network: NetworkName) {
  if (network === hazard.value) return
  hazard.value = network
  // A valve of the other network would be refused.
  unusable.value = []
}

function clearPlace() {
  at.value = null
  asset.value = null
  offers.value = []
  notFound.value = null
}

/** For the next call: nothing of this leak may slip into it. */
export function clearLeak() {
  clearPlace()
  Object.assign(form, emptyForm())
  unusable.value = []
  clearCordon()
  leakView.value = 'act'
}

/** A code that was typed: pipes of the hazard at hand first, then its nodes, then the other network. */
export async function findAsset(code: string) {
  notFound.value = null
  const other = hazard.value === 'gas' ? 'heat' as const : 'gas' as const
  const found = await findAsked.put(async (signal) => {
    for (const network of [hazard.value, other]) {
      for (const kind of ['pipe', 'node'] as const) {
        try {
          await feature(`${network}_${kind}s`, code, signal)
          return { network, kind, code }
        } catch (error) {
          if (!(error instanceof Problem && error.status === 404)) throw error
        }
      }
    }
    return null
  })
  if (found) setLeakAsset(found)
  else if (!findAsked.problem.value) notFound.value = code
}

export function toggleUnusable(valve: string) {
  unusable.value = unusable.value.includes(valve) ? unusable.value.filter((one) => one !== valve) : [...unusable.value, valve]
}

export function startCordon() {
  corners.value = []
  drawingCordon.value = true
}

export function addCorner(corner: Position) {
  corners.value = [...corners.value, corner]
}

export function undoCorner() {
  corners.value = corners.value.slice(0, -1)
}

export function finishCordon() {
  if (corners.value.length >= 3) drawingCordon.value = false
}

export function clearCordon() {
  corners.value = []
  drawingCordon.value = false
}

/** Shows a field of the form, wherever it hides. */
export function goToField(field: FieldName) {
  leakView.value = 'facts'
  const spec = FIELDS.find(({ name }) => name === field)
  if (spec && !isFirst(spec, hazard.value)) moreOpen.value = true
  wanted.value = { field }
}

/** What the server refuses, by the field or part of the page it belongs to. */
export const faults = computed(() => {
  const found: Partial<Record<FieldName | Part, string>> = {}
  for (const { pointer, detail } of asked.problem.value?.errors ?? []) {
    const spot = spotOfPointer(pointer)
    if (spot) found[spot] ??= detail
  }
  return found
})

async function askNow() {
  const now = report.value
  if (!now) return asked.clear()
  const found = await asked.put((signal) => assessLeak(now, signal))
  if (found) assessment.value = found
}

export const assessAgain = askNow

let waiting: ReturnType<typeof setTimeout> | undefined

// By value: a field that is touched and left as it was asks nothing.
watch(() => JSON.stringify(report.value), () => {
  clearTimeout(waiting)
  waiting = setTimeout(() => void askNow(), 250)
  if (report.value) asked.loading.value = true
})

watch(placeKey, () => (assessment.value = null))

watch(asset, (chosen) => {
  assetAsked.clear()
  if (chosen) void assetAsked.put((signal) => feature(`${chosen.network}_${chosen.kind}s`, chosen.code, signal))
})

window.addEventListener('online', () => {
  if (asked.problem.value?.kind === 'unreachable') void askNow()
})

function assetOf({ collection, code }: FeatureRef): AssetRef[] {
  const match = /^(gas|heat)_(pipe|node)s$/.exec(collection)
  return match ? [{ network: match[1] as NetworkName, kind: match[2] as AssetRef['kind'], code }] : []
}

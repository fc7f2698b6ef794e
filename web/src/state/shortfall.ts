/** What falls short of the goal at hand: the same features are counted, listed and drawn. */
import { computed, ref, shallowRef, watch } from 'vue'
import { following } from '../api/questions'
import { shortfall as askShortfall } from '../api/roadQuestions'
import type { Shortfall, ShortfallFeature } from '../api/roadTypes'
import { boxAround } from '../geo/bounds'
import { assessView, chosenGoal, chosenRow, goalView, scope, unitShown } from './goals'
import { draw, shape } from './overlays'
import { useQuestion } from './question'
import { flyToBox, showMap, tool } from './view'

/** Pages are followed up to here by themselves; a city may fall short by tens of thousands. */
export const FEATURES_AT_ONCE = 5000

const asked = useQuestion<ShortfallFeature[]>()
/** The first page's own words: day, count, unit. */
const head = shallowRef<Shortfall | null>(null)
const next = ref<string | null>(null)

export const shortfall = head
export const shortfallLoading = asked.loading
export const shortfallProblem = asked.problem
export const shortfallNext = next
export const features = computed(() => asked.answer.value ?? [])
export const failing = computed(() => features.value.filter(({ properties }) => !properties.unknown))
export const unknown = computed(() => features.value.filter(({ properties }) => properties.unknown))
/** Features that are kept without a place: listed, and said to be missing on the map. */
export const placeless = computed(() => features.value.filter(({ geometry }) => geometry === null))

/** Id of the feature that was clicked last, in the list or on the map. */
export const strongFeature = ref<string | null>(null)
/** The one whose row is to be shown: it was clicked on the map. */
export const wantedFeature = shallowRef<{ id: string } | null>(null)

const wish = computed(() => {
  const [row, jurisdiction] = [chosenRow.value, unitShown.value]
  if (!row || !jurisdiction) return null
  return { goal: row.goal, due: row.due, part: row.part ?? null, scope: { ...scope.value, jurisdiction } }
})
const isShown = computed(() => tool.value === 'goals' && assessView.value === 'goals' && goalView.value === 'shortfall' && chosenGoal.value !== null)

let answered = ''

export async function loadShortfall() {
  const now = wish.value
  strongFeature.value = null
  head.value = null
  next.value = null
  asked.answer.value = null
  if (!now) return asked.clear()
  const key = JSON.stringify(now)
  const found = await asked.put((signal) =>
    collect(askShortfall(now.scope, now.goal, now.due, now.part, signal), [], signal))
  answered = found ? key : ''
  if (found) showShortfall()
}

export async function loadMoreFeatures() {
  const link = next.value
  if (!link) return
  const before = features.value
  await asked.put((signal) => collect(following<Shortfall>(link, signal), before, signal))
}

async function collect(first: Promise<Shortfall>, before: ShortfallFeature[], signal: AbortSignal) {
  let page = await first
  head.value ??= page
  const found = [...before, ...page.features]
  while (page.next && found.length - before.length < FEATURES_AT_ONCE) {
    page = await following<Shortfall>(page.next, signal)
    found.push(...page.features)
  }
  next.value = page.next
  return found
}

// By value: the same goal in a newer answer falls short by the same features unless the day moved.
watch([isShown, () => JSON.stringify(wish.value)], ([shown, key]) => {
  if (shown && key !== 'null' && key !== answered) void loadShortfall()
}, { immediate: true })

export function showShortfall() {
  const box = boxAround(features.value.map(({ geometry }) => geometry))
  if (!box) return
  showMap()
  flyToBox(box)
}

export function showFeature({ id, geometry }: ShortfallFeature) {
  strongFeature.value = id
  const box = boxAround([geometry])
  if (!box) return
  showMap()
  flyToBox(box)
}

export function pickFeature(id: string) {
  strongFeature.value = id
  wantedFeature.value = { id }
}

export const drawn = computed(() => (isShown.value ? features.value.filter(({ geometry }) => geometry !== null) : []))

watch(drawn, (found) => {
  draw('shortfall', found.flatMap(({ id, geometry, properties }) =>
    geometry ? [shape(geometry, { id, unknown: properties.unknown })] : []))
}, { immediate: true })

/** What a jurisdiction owes for its roads in a year, and what it would owe if. */
import { computed, reactive, ref, watch } from 'vue'
import { obligations as askObligations, obligationsIf } from '../api/roadQuestions'
import { ROAD_CLASSES, type Obligations, type RoadClass, type WhatIf } from '../api/roadTypes'
import { assessView } from './goals'
import { useQuestion } from './question'
import { levelBelow, unit } from './units'
import { tool } from './view'

export const REGIMES = ['2:2:6', '4:6'] as const
export const FIRST_YEAR = 2019

export const thisYear = new Date().getFullYear()
export const year = ref(thisYear)

export interface AddedRoad {
  class: RoadClass
  length: string
}

/** Texts as they were typed; empty is as the rules have it. */
export const ifs = reactive({ county: '', township: '', village: '', regime: '', added: [] as AddedRoad[] })

const asked = useQuestion<Obligations>()
const belowAsked = useQuestion<Obligations>()
const ifAsked = useQuestion<Obligations>()

export const moneyLoading = asked.loading
export const moneyProblem = asked.problem
export const belowLoading = belowAsked.loading
export const belowProblem = belowAsked.problem
export const ifLoading = ifAsked.loading
export const ifProblem = ifAsked.problem

const rowOfUnit = (answer: Obligations | null) =>
  answer?.rows.find(({ jurisdiction }) => unit.value === null || jurisdiction === unit.value) ?? null

export const obligation = computed(() => rowOfUnit(asked.answer.value))
export const obligationIf = computed(() => rowOfUnit(ifAsked.answer.value))
export const moneyTexts = computed(() => asked.answer.value?.assumptions)
export const moneyTextsIf = computed(() => ifAsked.answer.value?.assumptions)
/** The units below, in the order of the server. */
export const obligationsBelow = computed(() => {
  const own = obligation.value
  return (belowAsked.answer.value?.rows ?? []).filter(({ jurisdiction }) => jurisdiction !== own?.jurisdiction)
})

/** Digits as they are, or undefined for what is no amount. Full-width ones come from Chinese keyboards. */
export function readAmount(text: string): string | null | undefined {
  const typed = text.normalize('NFKC').replace(/[,\s]/g, '')
  if (typed === '') return null
  return /^\d{1,9}(\.\d{1,3})?$/.test(typed) ? typed : undefined
}

/** What is to be asked, or null while nothing differs from the rules or something cannot be read. */
export const wish = computed<WhatIf | null>(() => {
  const rates = ROAD_CLASSES.map((name) => [name, readAmount(ifs[name])] as const)
  const added = ifs.added.map((road) => ({ class: road.class, length_km: readAmount(road.length) }))
  if (rates.some(([, rate]) => rate === undefined) || added.some(({ length_km: km }) => km == null)) return null
  const asking: WhatIf = { year: year.value }
  if (unit.value) asking.jurisdiction = unit.value
  const other = rates.filter((pair): pair is readonly [RoadClass, string] => pair[1] != null)
  if (other.length) asking.rates_cny_per_km = Object.fromEntries(other)
  if (ifs.regime) asking.regime = ifs.regime
  const where = unit.value ?? obligation.value?.jurisdiction
  if (added.length && where) {
    asking.added_roads = added.map(({ class: of, length_km: km }) => ({ jurisdiction: where, class: of, length_km: km ?? '' }))
  }
  return asking.rates_cny_per_km ?? asking.regime ?? asking.added_roads ? asking : null
})

export async function loadMoney() {
  const [of, code] = [year.value, unit.value]
  asked.answer.value = null
  belowAsked.clear()
  const found = await asked.put((signal) => askObligations(of, code, null, signal))
  const own = rowOfUnit(found)
  const level = own && levelBelow(own.level)
  if (own && level) await belowAsked.put((signal) => askObligations(of, own.jurisdiction, level, signal))
}

export async function askWhatIf() {
  const asking = wish.value
  if (asking) await ifAsked.put((signal) => obligationsIf(asking, signal))
}

export function clearWhatIf() {
  Object.assign(ifs, { county: '', township: '', village: '', regime: '', added: [] })
  ifAsked.clear()
}

let answered = ''

watch([tool, assessView, year, unit], ([used, shown, of, code]) => {
  const key = `${of} ${code}`
  if (used !== 'goals' || shown !== 'money' || (key === answered && asked.answer.value)) return
  answered = key
  // An answer for another place must not stand beside this one.
  ifAsked.clear()
  void loadMoney()
}, { immediate: true })

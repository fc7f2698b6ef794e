/** Reads an assessment for showing: in the order in which it is needed, with every part possibly missing. */
import { COLOURS, ZONES, type Assessment, type Colour, type Criterion, type Fact, type FactValue, type PeopleCount, type Undetermined, type ZoneName } from '../api/types'
import { FIELDS } from './leakFields'

export interface ZoneRow extends PeopleCount {
  zone: ZoneName
  radiusM: number | null
  model: string | null
  why: string | null
  parameters: [string, string][]
}

/** From the inside out, whatever the order of the answer. */
export function zonesOf({ zones, households }: Assessment): ZoneRow[] {
  return ZONES.flatMap((zone) => {
    const properties = zones?.features.find((feature) => feature.properties.zone === zone)?.properties
    const people = households?.[zone]
    if (!properties && !people) return []
    return [{
      zone,
      radiusM: properties?.radius_m ?? null,
      model: properties?.model ?? null,
      why: properties?.why ?? null,
      parameters: Object.entries(properties?.parameters ?? {}).map(([name, value]) => [name, plain(value)]),
      ...people,
    }]
  })
}

export interface ValveRow {
  valve: string
  /** Counted from one: the order in which they are closed, which is the server's. */
  order: number
  distanceM: number | null
}

export function valvesOf({ isolation }: Assessment): ValveRow[] {
  return (isolation?.close ?? []).map(({ valve, distance_m }, index) => ({ valve, order: index + 1, distanceM: distance_m ?? null }))
}

export interface OpenSide {
  node: string | null
  kind: string | null
  distanceM: number | null
}

export function openSidesOf({ isolation }: Assessment): OpenSide[] {
  return (isolation?.cannot_isolate ?? []).map((side) =>
    typeof side === 'string'
      ? { node: side, kind: null, distanceM: null }
      : { node: side.node ?? null, kind: side.kind ?? null, distanceM: side.distance_m ?? null })
}

export function criteriaOf({ warning }: Assessment, verdict: Criterion['verdict']): Criterion[] {
  return (warning?.criteria ?? []).filter((criterion) => criterion.verdict === verdict)
}

export interface OpenClause extends Undetermined {
  of: 'warning' | 'accident' | 'response'
  title: string | null
  colour: Colour | null
  /** False for what could only add a criterion to a colour that is there already. */
  raises: boolean
}

/** What could still hold. A clause that names no fact cannot be asked for and is kept all the same. */
export function undeterminedOf({ warning, accident, response }: Assessment): OpenClause[] {
  const now = rank(warning?.colour)
  const open = (warning?.criteria ?? []).filter(({ verdict }) => verdict === 'undetermined')
  const told = warning?.undetermined ?? []
  const silent = open.filter(({ clause }) => !told.some((one) => one.clause === clause))
  const ofWarning = [...told, ...silent.map(({ clause }) => ({ clause }))].map((one): OpenClause => {
    // One clause may stand for several criteria: the worst of them counts.
    const [worst] = open.filter(({ clause }) => clause === one.clause).sort((a, b) => rank(a.colour) - rank(b.colour))
    const colour = worst?.colour ?? null
    return { ...one, of: 'warning', title: worst?.title_zh ?? null, colour, raises: colour ? rank(colour) < now : warning?.colour !== 'red' }
  })
  const others = (of: 'accident' | 'response', clauses: (Undetermined | string)[] = []) => clauses.map((one): OpenClause =>
    ({ ...(typeof one === 'string' ? { clause: one } : one), of, title: null, colour: null, raises: true }))
  return [...ofWarning, ...others('accident', accident?.undetermined), ...others('response', response?.undetermined)]
}

/** Red is 0; no colour is below blue. */
function rank(colour: Colour | null | undefined): number {
  return colour ? COLOURS.indexOf(colour) : COLOURS.length
}

export interface MissingFact {
  fact: string
  /** How many clauses wait for it. */
  clauses: number
}

/** Each missing fact that could still raise the colour, the grade or the level, once: those first that most clauses wait for. */
export function missingFacts(answer: Assessment): MissingFact[] {
  const counts = new Map<string, number>()
  for (const { missing = [] } of undeterminedOf(answer).filter(({ raises }) => raises)) {
    for (const fact of new Set(missing)) counts.set(fact, (counts.get(fact) ?? 0) + 1)
  }
  const place = (fact: string) => {
    const index = FIELDS.findIndex(({ name }) => name === fact)
    return index < 0 ? FIELDS.length : index
  }
  return [...counts]
    .map(([fact, clauses]) => ({ fact, clauses }))
    .sort((a, b) => b.clauses - a.clauses || place(a.fact) - place(b.fact) || (a.fact < b.fact ? -1 : 1))
}

export interface FactRow {
  name: string
  value: FactValue
  /** Supplied by the map, not by the report. */
  derived: boolean
}

export function factsOf({ facts }: Criterion): FactRow[] {
  return Object.entries(facts ?? {}).map(([name, fact]) => ({ name, ...valueOf(fact) }))
}

function valueOf(fact: Fact): { value: FactValue; derived: boolean } {
  return typeof fact === 'object' && fact !== null && !Array.isArray(fact)
    ? { value: fact.value ?? null, derived: fact.derived === true }
    : { value: fact, derived: false }
}

/** For how many pieces of the network are still fed: a count, or the pieces themselves. */
export function stillFed({ isolation }: Assessment): number | null {
  const fed = isolation?.still_fed
  return Array.isArray(fed) ? fed.length : (fed ?? null)
}

/** What the data is at fault with, one line each. */
export function dataFaultsOf({ isolation }: Assessment): { about: string | null; problem: string }[] {
  return (isolation?.data_faults ?? []).map((fault) =>
    typeof fault === 'string'
      ? { about: null, problem: fault }
      : { about: [fault.collection, fault.code].filter(Boolean).join(' ') || null, problem: fault.problem ?? fault.rule ?? '' })
}

function plain(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value)
}

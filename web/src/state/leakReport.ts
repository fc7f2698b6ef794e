/** From what was filled in to what is asked: unknown is left out, never sent as false or zero. */
import type { Position } from 'geojson'
import { degrees } from '../api/questions'
import type { LeakReport, NetworkName } from '../api/types'
import { FIELDS, isAsked, type FieldName, type Form } from './leakFields'

/** A pipe or a node of a network. */
export interface AssetRef {
  network: NetworkName
  kind: 'pipe' | 'node'
  code: string
}

export interface Known {
  hazard: NetworkName
  at: Position | null
  asset: AssetRef | null
  form: Form
  unusable: readonly string[]
  /** The commander's polygon without its closing corner; shorter than three corners it is none. */
  cordon: readonly Position[]
}

export function isPlaced({ at, asset }: Pick<Known, 'at' | 'asset'>): boolean {
  return at !== null || asset !== null
}

export function reportOf({ hazard, at, asset, form, unusable, cordon }: Known): LeakReport {
  const report: LeakReport = { hazard }
  if (at) report.at = rounded(at)
  if (asset) report[asset.kind] = asset.code
  for (const field of FIELDS) {
    if (!isAsked(field, hazard)) continue
    const value = readValue(field.name, form[field.name])
    if (value !== null && value !== undefined) report[field.name] = value
  }
  if (unusable.length > 0) report.unusable_valves = [...unusable]
  const [first] = cordon
  if (first && cordon.length >= 3) report.cordon = { type: 'Polygon', coordinates: [[...cordon, first].map(rounded)] }
  return report
}

/** Null when nothing was filled in, undefined when it cannot be read. */
export function readValue(name: FieldName, text: string): string | number | boolean | null | undefined {
  // Full-width digits are what a Chinese keyboard gives.
  const typed = text.normalize('NFKC').trim()
  if (typed === '') return null
  switch (FIELDS.find((field) => field.name === name)?.input.kind) {
    case 'flag':
      return typed === 'true' ? true : typed === 'false' ? false : undefined
    case 'number':
      return readNumber(typed)
    default:
      return typed
  }
}

/** The fields that hold what cannot be read. They are left out and marked. */
export function unreadable(form: Form, hazard: NetworkName): FieldName[] {
  return FIELDS.filter((field) => isAsked(field, hazard) && readValue(field.name, form[field.name]) === undefined).map(({ name }) => name)
}

function readNumber(typed: string): number | undefined {
  const digits = typed.replace(/[,\s%]/g, '')
  return /^-?(\d+\.?\d*|\.\d+)$/.test(digits) ? Number(digits) : undefined
}

function rounded(at: Position): Position {
  return [Number(degrees(at[0] ?? 0)), Number(degrees(at[1] ?? 0))]
}

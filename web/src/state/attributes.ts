/** The attributes of a feature as a reader sees them: titles, units and labels from the schema. */
import type { CodedFeature, CollectionSchema, FieldSchema } from '../api/types'
import { formatNumber, t, type Locale } from '../i18n'

export interface Attribute {
  field: string
  title: string
  value: string
}

export interface Attributes {
  known: Attribute[]
  /** Titles of the fields that hold nothing. */
  unknown: string[]
}

export function attributesOf(feature: CodedFeature, schema: CollectionSchema, locale: Locale): Attributes {
  const found: Attributes = { known: [], unknown: [] }
  const properties = feature.properties as Record<string, unknown> | null ?? {}
  // In the order of the schema, then what the schema does not know.
  const fields = new Set([...Object.keys(schema.properties ?? {}), ...Object.keys(properties)])
  for (const field of fields) {
    const described = schema.properties?.[field] ?? {}
    if (isGeometry(described)) continue
    const title = titleOf(field, described, locale)
    const value = properties[field]
    if (value === null || value === undefined || value === '') found.unknown.push(title)
    else found.known.push({ field, title, value: shown(value, described, locale) })
  }
  return found
}

function titleOf(field: string, described: FieldSchema, locale: Locale): string {
  return (locale === 'zh' ? described['x-title-zh'] : undefined) ?? described.title ?? field
}

function shown(value: unknown, described: FieldSchema, locale: Locale): string {
  const labels = described[locale === 'zh' ? 'x-enum-labels-zh' : 'x-enum-labels']
  const label = labels?.[String(value)]
  if (label) return label
  const unit = described['x-unit'] ? ` ${described['x-unit']}` : ''
  if (typeof value === 'boolean') return t(value ? 'app.yes' : 'app.no')
  // A year is a number without grouped digits; it is the only count here that has no unit.
  if (typeof value === 'number') return `${unit || !Number.isInteger(value) ? formatNumber(value) : String(value)}${unit}`
  if (Array.isArray(value)) return value.map((one) => shown(one, described, locale)).join(', ')
  if (typeof value === 'object' && value !== null) return JSON.stringify(value)
  return `${String(value)}${unit}`
}

function isGeometry({ format }: FieldSchema): boolean {
  return format?.startsWith('geometry-') === true
}

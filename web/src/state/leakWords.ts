/** How facts, values and the outcome of an assessment are said. */
import type { Assessment, FactValue, Named } from '../api/types'
import { formatNumber, locale, t, tMaybe, word } from '../i18n'
import { undeterminedOf } from './leakAnswer'
import { FIELDS, type FieldName, type Part } from './leakFields'

/** A fact that is no field of the form, such as one that only the map supplies, keeps its name. */
export const factName = (fact: string) => tMaybe(`leak.field.${fact}`) ?? fact

export function spotName(spot: FieldName | Part): string {
  return tMaybe(`leak.part.${spot}`) ?? factName(spot)
}

export function factValue(fact: string, value: FactValue): string {
  if (value === null) return t('leak.unknown')
  if (typeof value === 'boolean') return t(value ? 'leak.yes' : 'leak.no')
  if (Array.isArray(value)) return value.map((one) => word(`leak.${fact}`, one)).join(locale.value === 'zh' ? '、' : ', ')
  if (typeof value === 'string') return word(`leak.${fact}`, value)
  const input = FIELDS.find(({ name }) => name === fact)?.input
  return `${formatNumber(value)}${input?.kind === 'number' ? ` ${t(`leak.unit.${input.unit}`)}` : ''}`
}

/** The point of the compass that a wind comes from, in eighths. */
export function windName(degrees: number): string {
  return tMaybe(`leak.wind.${Math.round((((degrees % 360) + 360) % 360) / 45) % 8}`) ?? ''
}

export interface Headline {
  tone: 'red' | 'orange' | 'yellow' | 'blue' | 'none' | 'open'
  title: string
  /** Grade and level. */
  rest: string[]
}

/** No colour is calm only when nothing is left that could give one. */
export function headlineOf(answer: Assessment): Headline {
  const { warning, accident, response } = answer
  if (!warning) return { tone: 'open', title: t('leak.colour.unclassified'), rest: [] }
  const rest = [
    ...(accident ? [gradeName(answer)] : []),
    ...(response ? [levelName(answer)] : []),
  ]
  const colour = warning.colour
  if (colour) return { tone: colour, title: chinese(warning.label_zh) ?? word('leak.colour', colour), rest }
  const open = undeterminedOf(answer).some(({ of }) => of === 'warning')
  return { tone: open ? 'open' : 'none', title: t(open ? 'leak.colour.open' : 'leak.colour.none'), rest }
}

/** No grade is one only when nothing is left that could give it. */
export function gradeName(answer: Assessment): string {
  const { accident } = answer
  if (!accident?.grade) return t(isGradeOpen(answer) ? 'leak.grade.open' : 'leak.grade.none')
  return chinese(accident.label_zh) ?? word('leak.grade', accident.grade)
}

/** The level follows the grade, and is as open as that. */
export function levelName(answer: Assessment): string {
  const level = answer.response?.level
  if (level) return t('leak.level', { level })
  return t(isGradeOpen(answer) ? 'leak.level.open' : 'leak.level.none')
}

const isGradeOpen = (answer: Assessment) => !answer.accident?.grade && undeterminedOf(answer).some(({ of }) => of !== 'warning')

/** The server's own word, for who reads Chinese. */
function chinese(label: string | null | undefined): string | null {
  return locale.value === 'zh' && label ? label : null
}

export const codeOf = (one: Named) => (typeof one === 'string' ? one : one.code)
export const nameOf = (one: Named) => (typeof one === 'string' ? one : [one.name ?? one.office, one.code].filter(Boolean).join(' '))

/** The notification list as plain text, to be pasted into a message. */
import type { Assessment } from '../api/types'
import { en } from '../i18n/en'
import { zh } from '../i18n/zh'
import { formatNumber, t } from '../i18n'
import { degrees } from '../api/questions'
import { openSidesOf, valvesOf, zonesOf } from './leakAnswer'
import { headlineOf } from './leakWords'

export function noticeText(answer: Assessment, invented: boolean): string {
  const { title, rest } = headlineOf(answer)
  const { place, notify, deadlines } = answer
  const lines = [
    // Pasted elsewhere, the text has no banner above it.
    ...(invented ? [`[${zh['app.invented']} / ${en['app.invented']}]`] : []),
    [title, ...rest].join(' · '),
  ]
  if (place) {
    const road = place.road?.code ? `${place.road.code} ${place.road.chainage ?? ''}`.trim() : null
    lines.push([`${t('leak.place')}: ${degrees(place.lon)}, ${degrees(place.lat)}`, place.pipe, road].filter(Boolean).join(' · '))
  }
  for (const { zone, radiusM, count, persons } of zonesOf(answer)) {
    lines.push([t(`leak.zone.${zone}`), ...(radiusM === null ? [] : [t('leak.radius', { m: formatNumber(radiusM) })]),
      `${formatNumber(count ?? t('app.unknown'))} ${t('leak.households')}`, `${formatNumber(persons ?? t('app.unknown'))} ${t('leak.persons')}`].join(' · '))
  }
  const valves = valvesOf(answer)
  if (valves.length > 0) lines.push(`${t('leak.valves')}: ${valves.map(({ order, valve }) => `${order} ${valve}`).join(', ')}`)
  const openSides = openSidesOf(answer)
  if (openSides.length > 0) lines.push(`${t('leak.notIsolated')}: ${openSides.map(({ node }) => node ?? t('app.unknown')).join(', ')}`)
  lines.push('', t('leak.notify'))
  for (const [index, { unit, why, clause }] of (notify ?? []).entries()) {
    lines.push(`${index + 1}. ${[unit, why, clause].filter(Boolean).join(' · ')}`)
  }
  if (deadlines?.length) {
    lines.push('', t('leak.deadlines'))
    for (const deadline of deadlines) lines.push(`- ${[deadlineText(deadline), deadline.who, deadline.what, deadline.clause].filter(Boolean).join(' · ')}`)
  }
  return lines.join('\n')
}

type Deadline = NonNullable<Assessment['deadlines']>[number]

/** Minutes from the report, or before a time of the day. */
export function deadlineText({ within_minutes: minutes, at }: Deadline): string {
  if (minutes != null) return minutes === 0 ? t('leak.atOnce') : t('leak.within', { n: minutes })
  const times = Array.isArray(at) ? at.join(', ') : at
  return times ? t('leak.before', { time: times }) : ''
}

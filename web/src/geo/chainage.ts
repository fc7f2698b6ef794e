/** Chainages as they are written on the road: `K12+345`. */

/** Metres are rounded first and split after, so 999.6 is `K1+000` and never `K0+1000`. */
export function formatChainage(metres: number): string {
  const whole = Math.round(metres)
  return `K${Math.floor(whole / 1000)}+${String(whole % 1000).padStart(3, '0')}`
}

/**
 * Metres from the datum of what somebody typed: `K12+345`, `k12+345.6`, `12+345`.
 *
 * A full-width plus sign counts, since Chinese keyboards give one. A bare number is refused:
 * nobody can tell whether `12` is kilometres or metres.
 */
export function parseChainage(text: string): number | null {
  const match = /^\s*[Kk]?(\d{1,4})\s*[+\uFF0B]\s*(\d{1,3}(?:\.\d{1,3})?)\s*$/.exec(text)
  return match ? Number(match[1]) * 1000 + Number(match[2]) : null
}

/** For reading on the spot: whole metres. What cannot be read is left as it is. */
export function shortChainage(text: string): string {
  const metres = parseChainage(text)
  return metres === null ? text : formatChainage(metres)
}

/** `K0+000 – K1+250`. What is not known is shown as a dash. */
export function formatStretch(from: string | null, to: string | null): string {
  return `${from ?? '—'} – ${to ?? '—'}`
}

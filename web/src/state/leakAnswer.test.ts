import { beforeEach, describe, expect, it } from 'vitest'
import type { Assessment } from '../api/types'
import { locale } from '../i18n'
import { ASSESSMENT, UNCLASSIFIED } from './leak.fixture'
import {
  criteriaOf, dataFaultsOf, factsOf, missingFacts, openSidesOf, stillFed, undeterminedOf, valvesOf, zonesOf,
} from './leakAnswer'
import { deadlineText, noticeText } from './leakNotice'
import { factValue, headlineOf, windName } from './leakWords'

beforeEach(() => (locale.value = 'zh'))

const warned = (warning: Assessment['warning'], more: Partial<Assessment> = {}): Assessment => ({ ...ASSESSMENT, ...more, warning })

describe('the answer', () => {
  it('gives the zones from the inside out, each with its people', () => {
    expect(zonesOf(ASSESSMENT).map(({ zone, radiusM, count, persons }) => [zone, radiusM, count, persons])).toEqual(
      [['hot', 50, 3, 9], ['warm', 100, 12, 40], ['cordon', 300, 1204, 3980]])
    expect(zonesOf(ASSESSMENT)[0]?.parameters).toEqual([['p_mpa', '0.4'], ['d_mm', '250']])
  })

  it('numbers the valves in the order of the server', () => {
    expect(valvesOf(ASSESSMENT)).toEqual([{ valve: 'V9', order: 1, distanceM: 80 }, { valve: 'V2', order: 2, distanceM: 410.5 }])
  })

  it('names the sides that cannot be isolated, as codes or with their distance', () => {
    expect(openSidesOf(ASSESSMENT)).toEqual([{ node: 'S1', kind: 'gate_station', distanceM: 2300 }])
    expect(openSidesOf({ isolation: { cannot_isolate: ['S2'] } })).toEqual([{ node: 'S2', kind: null, distanceM: null }])
  })

  it('tells facts of the map from facts of the report', () => {
    const [first] = criteriaOf(ASSESSMENT, 'undetermined')
    expect(first && factsOf(first)).toEqual([{ name: 'facility', value: 'trunk_main', derived: true }])
    const [fired] = criteriaOf(ASSESSMENT, 'fired')
    expect(fired && factsOf(fired)).toEqual([{ name: 'lel_percent', value: 20, derived: false }, { name: 'controlled', value: null, derived: false }])
  })

  it('keeps an undetermined criterion that names no missing fact', () => {
    expect(undeterminedOf(ASSESSMENT).map(({ of, clause }) => `${of} ${clause}`)).toEqual(
      ['warning 3.2.1(2)', 'warning 3.2.2(1)', 'warning 3.2.3(3)', 'accident 4.3(2)'])
  })

  it('asks first for the fact that most clauses wait for, then in the order of the form', () => {
    expect(missingFacts(ASSESSMENT)).toEqual([
      { fact: 'trend', clauses: 2 }, { fact: 'controlled', clauses: 2 }, { fact: 'large_area', clauses: 1 }, { fact: 'deaths', clauses: 1 },
    ])
  })

  it('does not ask for what could only confirm the colour that is there', () => {
    const criteria = [
      { clause: '3.2.1(2)', colour: 'red' as const, verdict: 'undetermined' as const },
      { clause: '3.2.3(3)', colour: 'yellow' as const, verdict: 'undetermined' as const, title_zh: '外力破坏' },
    ]
    const undetermined = [{ clause: '3.2.1(2)', missing: ['trend'] }, { clause: '3.2.3(3)', missing: ['threatens_residents'] }]
    const facts = (colour: 'red' | 'orange' | 'blue') => missingFacts(warned({ colour, criteria, undetermined }, { accident: null })).map(({ fact }) => fact)
    expect(facts('blue')).toEqual(['trend', 'threatens_residents'])
    expect(facts('orange')).toEqual(['trend'])
    expect(facts('red')).toEqual([])
    // It is shown all the same, with the words of the plan.
    expect(undeterminedOf(warned({ colour: 'red', criteria, undetermined }))[1]).toMatchObject({ title: '外力破坏', colour: 'yellow', raises: false })
  })

  it('above red asks only for what could raise the grade', () => {
    expect(missingFacts(warned({ ...ASSESSMENT.warning, colour: 'red' })).map(({ fact }) => fact)).toEqual(['deaths'])
  })

  it('counts the pieces that are still fed, as a number or as pieces', () => {
    expect(stillFed(ASSESSMENT)).toBe(2)
    expect(stillFed({ isolation: { still_fed: [['a'], ['b'], ['c']] } })).toBe(3)
    expect(stillFed({})).toBeNull()
  })

  it('says which record is at fault', () => {
    expect(dataFaultsOf(ASSESSMENT)).toEqual([{ about: 'gas_nodes V2', problem: 'operable is not recorded' }])
  })

  it.each<[string, Assessment]>([
    ['a server that cannot classify', UNCLASSIFIED],
    ['an empty one', {}],
    ['one of nulls', { place: null, zones: null, households: null, isolation: null, outage: null, warning: null, accident: null, response: null }],
    ['one of empty parts', { households: { hot: null }, isolation: {}, warning: {}, accident: {}, response: {} }],
  ])('may lack any part: %s', (_, answer) => {
    expect(valvesOf(answer)).toEqual([])
    expect(openSidesOf(answer)).toEqual([])
    expect(missingFacts(answer)).toEqual([])
    expect(dataFaultsOf(answer)).toEqual([])
    expect(zonesOf(answer).length).toBe(answer.zones ? 3 : 0)
    expect(headlineOf(answer).title).not.toBe('')
    expect(noticeText(answer, true)).toContain('虚构')
  })
})

describe('the headline', () => {
  it('has the colour, the grade and the level', () => {
    expect(headlineOf(ASSESSMENT)).toEqual({ tone: 'blue', title: '蓝色预警', rest: ['一般事故', 'IV 级响应'] })
    locale.value = 'en'
    expect(headlineOf(ASSESSMENT)).toEqual({ tone: 'blue', title: 'Blue warning', rest: ['General accident', 'Response IV'] })
  })

  it('is calm without a colour only when nothing could still give one', () => {
    expect(headlineOf(warned({ colour: null, criteria: [], undetermined: [{ clause: '3.2.4(1)', missing: ['lel_percent'] }] })).tone).toBe('open')
    expect(headlineOf(warned({ colour: null, criteria: [], undetermined: [] })).tone).toBe('none')
  })

  it('does not call a grade missed that is only unknown', () => {
    const none = { accident: { grade: null, undetermined: [] }, response: { level: null } }
    expect(headlineOf({ ...ASSESSMENT, ...none }).rest).toEqual(['未达事故等级', '不启动响应'])
    const open = { accident: { grade: null, undetermined: [{ clause: '3.4', missing: ['deaths'] }] }, response: { level: null } }
    expect(headlineOf({ ...ASSESSMENT, ...open }).rest).toEqual(['事故等级待定', '响应级别待定'])
  })
})

describe('a fact', () => {
  it('is said in words with its unit', () => {
    expect(factValue('controlled', false)).toBe('否')
    expect(factValue('controlled', null)).toBe('不明')
    expect(factValue('trend', 'rapid')).toBe('急剧上升')
    expect(factValue('facility', ['trench', 'high_rise'])).toBe('电缆沟、电信沟、雨污水管、高层建筑')
    expect(factValue('lel_percent', 55)).toBe('55 % LEL')
    expect(factValue('mp_alarm_nodes', 3)).toBe('3')
  })

  it.each([[0, '北风'], [22.4, '北风'], [22.6, '东北风'], [180, '南风'], [359, '北风'], [360, '北风']])('wind from %d° is %s', (degrees, name) => {
    expect(windName(degrees)).toBe(name)
  })
})

it.each([
  [{ what: '', within_minutes: 0 }, '立即'], [{ what: '', within_minutes: 30 }, '30 分钟内'], [{ what: '', at: '07:30' }, '07:30 前'],
  [{ what: '', at: ['07:30', '16:00'] }, '07:30, 16:00 前'], [{ what: '' }, ''],
])('a deadline %j is said as %s', (deadline, text) => {
  expect(deadlineText(deadline)).toBe(text)
})

it('the notification list as text has place, zones, valves, units and deadlines, and says that it is invented', () => {
  expect(noticeText(ASSESSMENT, true)).toBe([
    '[示意数据：虚构 / Invented data]',
    '蓝色预警 · 一般事故 · IV 级响应',
    '泄漏位置: 114.0000000, 34.0000000 · QG1 · X003411024 K1+250',
    '危险区 · 50 米 · 3 户 · 9 人',
    '缓冲区 · 100 米 · 12 户 · 40 人',
    '警戒范围 · 300 米 · 1,204 户 · 3,980 人',
    '依次关闭阀门: 1 V9, 2 V2',
    '无法切断: S1',
    '',
    '通知名单',
    '1. 公安局 · 警戒 · 2.2(5)',
    '2. 消防救援支队 · 抢险 · 2.2(12)',
    '',
    '时限',
    '- 30 分钟内 · 企业向县指挥部报告 · 5.1(1)',
  ].join('\n'))
  expect(noticeText(ASSESSMENT, false)).not.toContain('虚构')
})

import { describe, expect, it } from 'vitest'
import { formatHash, parseHash, type Permalink } from './hash'

describe('the permalink', () => {
  const whole: Permalink = {
    view: { zoom: 13.5, centre: [113.85, 34.05] },
    tool: 'zone',
    at: [113.8512345, 34.0512345],
    radiusM: 300,
    post: 'R-411024-01',
    chiefs: 'overlaps',
  }

  it('is readable', () => {
    expect(formatHash(whole)).toBe(
      '#map=13.5/34.05/113.85&tool=zone&at=113.8512345,34.0512345&r=300&post=R-411024-01&chiefs=overlaps')
  })

  it('reads back what it wrote', () => {
    expect(parseHash(formatHash(whole))).toEqual(whole)
    const pipe: Permalink = { tool: 'zone', pipe: { network: 'heat', code: '管 1&2/3' }, radiusM: 50 }
    expect(parseHash(formatHash(pipe))).toEqual(pipe)
  })

  it('keeps a leak with its hazard, its place and its pipe or node', () => {
    const leak: Permalink = { tool: 'leak', hazard: 'heat', at: [113.8512345, 34.0512345], pipe: { network: 'heat', code: 'RG1' } }
    expect(formatHash(leak)).toBe('#tool=leak&hazard=heat&at=113.8512345,34.0512345&pipe=heat:RG1')
    expect(parseHash(formatHash(leak))).toEqual(leak)
    const node: Permalink = { tool: 'leak', hazard: 'gas', node: { network: 'gas', code: 'QN1' } }
    expect(parseHash(formatHash(node))).toEqual(node)
  })

  it('keeps a goal with its date, its part and the day that is looked at', () => {
    const goal: Permalink = {
      tool: 'goals', unit: '411024', on: '2024-05-01', goal: { goal: 'A12', due: '2022-12-31', part: 'mileage' }, goalView: 'shortfall',
    }
    expect(formatHash(goal)).toBe('#tool=goals&unit=411024&on=2024-05-01&goal=A12,2022-12-31,mileage&about=shortfall')
    expect(parseHash(formatHash(goal))).toEqual(goal)
    const undated: Permalink = { tool: 'goals', goal: { goal: 'A07', due: null, part: null } }
    expect(formatHash(undated)).toBe('#tool=goals&goal=A07')
    expect(parseHash(formatHash(undated))).toEqual(undated)
    expect(parseHash('#tool=goals&goal=A07,,')).toEqual(undated)
  })

  it('keeps the year of the money and a route list', () => {
    const money: Permalink = { tool: 'goals', assess: 'money', unit: '411024101', year: 2025 }
    expect(formatHash(money)).toBe('#tool=goals&show=money&unit=411024101&year=2025')
    expect(parseHash(formatHash(money))).toEqual(money)
    expect(parseHash('#tool=routes&list=R20261125-0001')).toEqual({ tool: 'routes', list: 'R20261125-0001' })
  })

  it('leaves out what is the default', () => {
    expect(formatHash({ tool: 'inspect', chiefs: 'posts' })).toBe('#')
  })

  it.each([
    '', '#', '#map=', '#map=13', '#map=13/34.05', '#map=x/y/z', '#map=13/134/113', '#map=13//113',
    '#tool=elsewhere', '#r=-5', '#r=60000', '#r=abc', '#at=113', '#pipe=water:1', '#node=gas:', '#hazard=fire', '#chiefs=none',
    '#on=2024-02-30', '#on=today', '#year=25', '#goal=', '#goal=,2025-12-31', '#show=all', '#about=me',
  ])('drops what makes no sense: %j', (hash) => {
    expect(parseHash(hash)).toEqual({})
  })
})

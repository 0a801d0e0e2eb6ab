import { viewerCountryHeader } from '../../contracts/edge.ts';
import type { Device } from '../../contracts/insights.ts';
import type { AcceptedResponse } from '../../contracts/response.ts';

/** Characters of a user agent that are looked at; those of browsers are far shorter. */
const longestUserAgent = 512;

/**
 * The country and the kind of device that a request's headers tell. Neither the address nor the user agent goes any
 * further.
 */
export function clientOf(
  headers: Readonly<Record<string, string | undefined>>,
): Pick<AcceptedResponse, 'country' | 'device'> {
  const country = headers[viewerCountryHeader];
  const device = deviceOf(headers['user-agent']);
  return {
    ...(country !== undefined && /^[A-Z]{2}$/.test(country) ? { country } : {}),
    ...(device === 'unknown' ? {} : { device }),
  };
}

/** The kind of device that a user agent claims to be. Browsers of tablets that ask for desktop pages pass for one. */
export function deviceOf(userAgent: string | undefined): Device {
  const text = (userAgent ?? '').slice(0, longestUserAgent);
  if (/iPad|Tablet|PlayBook|Silk|Kindle/i.test(text)) return 'tablet';
  if (/Mobi|iPhone|iPod|Windows Phone/i.test(text)) return 'phone';
  if (/Android/i.test(text)) return 'tablet';
  return /Windows NT|Macintosh|X11|CrOS/i.test(text) ? 'desktop' : 'unknown';
}

import { foreignRequest } from './local-only';

describe('foreignRequest', () => {
  it.each(['localhost:8080', '127.0.0.1:8080', '[::1]:8080', 'localhost'])('answers to %s', (host) => {
    expect(foreignRequest({ host })).toBeNull();
  });

  it.each(['evil.example:8080', 'localhost.evil.example', '192.168.0.7:8080', ''])('refuses the name "%s"', (host) => {
    expect(foreignRequest({ host })).toMatch(/only to localhost/);
  });

  it('lets a page of this server ask', () => {
    expect(foreignRequest({ host: 'localhost:8080', origin: 'http://localhost:8080', 'sec-fetch-site': 'same-origin' })).toBeNull();
  });

  it.each(['https://evil.example', 'http://localhost:3000', 'null', 'https://localhost:8080'])('refuses the origin %s', (origin) => {
    expect(foreignRequest({ host: 'localhost:8080', origin })).toMatch(/are refused/);
  });

  it('lets a person follow a link from another site', () => {
    const headers = { host: 'localhost:8080', 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
    expect(foreignRequest(headers)).toBeNull();
  });

  it('refuses a picture or frame that another site loads from here', () => {
    expect(
      foreignRequest({ host: 'localhost:8080', 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' }),
    ).not.toBeNull();
    expect(
      foreignRequest({ host: 'localhost:8080', 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' }),
    ).not.toBeNull();
  });
});

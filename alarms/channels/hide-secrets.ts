/** A shorter one would be found in any text. */
const SECRET_LENGTH_MIN = 4

/** The text without secrets, as they are and as they stand in an address, in JSON and in an SMTP dialogue: others echo them. */
export function hideSecrets(text: string, secrets: readonly string[]): string {
  const forms = secrets.flatMap((secret) =>
    secret.length < SECRET_LENGTH_MIN
      ? []
      : [
          secret,
          encodeURIComponent(secret),
          JSON.stringify(secret).slice(1, -1),
          Buffer.from(secret).toString('base64'),
        ],
  )
  return forms.reduce((hidden, form) => hidden.replaceAll(form, '…'), text)
}

/** The laptop's login: an address is all that it asks for, and its form goes to where it came from. */
export const loginPage = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <title>Sign in</title>
  </head>
  <body style="font: 1.1rem system-ui; max-width: 26rem; margin: 15vh auto; padding: 0 1rem">
    <h1>Sign in</h1>
    <p>This stands for Cognito’s login. Nobody is checked here: you are whoever you say.</p>
    <form method="post">
      <label>E-mail <input name="email" type="email" required autofocus style="font: inherit; width: 100%" /></label>
      <p><button style="font: inherit">Sign in</button></p>
    </form>
  </body>
</html>
`;

/** One line for each of `keys`: names beside each text would take 350 bytes of the script. `{0}` is filled in. */
export const en = `Loading…
The poll can’t be loaded.
This poll hasn’t opened yet.
This poll is closed.
Please sign in.
Submit
Next
Back
optional
Please answer this question.
At least {0}.
At most {0}.
Add {0}
Move {0} up
Move {0} down
Remove {0}
Sending your answer…
You seem to be offline. Your answer is kept and will be sent.
Thank you! Your answer counts.
You have answered this poll.
Change my answer
Your answer couldn’t be counted.
Results
The results aren’t visible now.
Answers: {0}
Live
Points: {0}
Average: {0}
Close`;

export const es = `Cargando…
La encuesta no se puede cargar.
Esta encuesta aún no está abierta.
Esta encuesta está cerrada.
Inicie sesión.
Enviar
Siguiente
Atrás
opcional
Responda a esta pregunta.
Al menos {0}.
Como máximo {0}.
Añadir {0}
Subir {0}
Bajar {0}
Quitar {0}
Enviando su respuesta…
Parece que no tiene conexión. Su respuesta se guarda y se enviará.
¡Gracias! Su respuesta cuenta.
Ya ha respondido.
Cambiar mi respuesta
Su respuesta no se pudo contar.
Resultados
Los resultados no están visibles.
Respuestas: {0}
En vivo
Puntos: {0}
Promedio: {0}
Cerrar`;

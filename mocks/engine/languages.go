package engine

import (
	"maps"
	"slices"
)

// Languages are the codes (ISO 639-1) of those that a transcript can be in,
// apart from English.
func Languages() []string { return slices.Sorted(maps.Keys(translated)) }

// translated are conversations in other languages, one for each: a transcript
// in a language that nobody expected is what matters, not what it says.
var translated = map[string]topic{
	"bn": {
		summary: "{customer} {city} শাখায় আসতে রাজি হয়েছেন।",
		outcome: "Interested",
		opening: []line{agent("নমস্কার, আমি {agent} বলছি, আপনার ঋণের আবেদন নিয়ে।"), customer("হ্যাঁ, কাল ফর্ম জমা দিয়েছি।")},
		middle: [][]line{
			{agent("ফ্ল্যাটটা কি {city} শহরে?"), customer("হ্যাঁ, বুকিং হয়ে গেছে।")},
			{agent("সন্ধ্যায় ফোন করলে অসুবিধা হবে?"), customer("না, ছয়টার পরে করুন।")},
		},
		farewell: []line{agent("ধন্যবাদ, ভালো থাকবেন।"), customer("ধন্যবাদ।")},
	},
	"es": {
		summary: "{customer} aceptó una visita a la sucursal de {city}.",
		outcome: "Interested",
		opening: []line{agent("Buenos días, le habla {agent} por su solicitud de préstamo."), customer("Sí, llené el formulario ayer.")},
		middle: [][]line{
			{agent("¿El piso está en {city}?"), customer("Sí, ya está reservado.")},
			{agent("¿Le llamamos con la tasa exacta?"), customer("Sí, después de las seis, por favor.")},
		},
		farewell: []line{agent("Gracias, que tenga un buen día."), customer("Gracias, adiós.")},
	},
	"hi": {
		summary: "{customer} {city} की शाखा में आने के लिए तैयार हैं।",
		outcome: "Interested",
		opening: []line{agent("नमस्ते, मैं {agent} बोल रहा हूँ, आपके होम लोन के बारे में।"), customer("जी हाँ, मैंने कल फ़ॉर्म भरा था।")},
		middle: [][]line{
			{agent("क्या फ़्लैट {city} में है?"), customer("जी, बुकिंग हो चुकी है।")},
			{agent("क्या हम आपको सही दर बताने के लिए फ़ोन करें?"), customer("हाँ, शाम छह बजे के बाद।")},
		},
		farewell: []line{agent("धन्यवाद, आपका दिन शुभ हो।"), customer("धन्यवाद, नमस्ते।")},
	},
	"kn": {
		summary: "{customer} {city} ಶಾಖೆಗೆ ಬರಲು ಒಪ್ಪಿದರು.",
		outcome: "Interested",
		opening: []line{agent("ನಮಸ್ಕಾರ, ನಾನು {agent}, ನಿಮ್ಮ ಸಾಲದ ಅರ್ಜಿಯ ಬಗ್ಗೆ."), customer("ಹೌದು, ನಿನ್ನೆ ಅರ್ಜಿ ಕೊಟ್ಟೆ.")},
		middle: [][]line{
			{agent("ಮನೆ {city} ನಲ್ಲಿ ಇದೆಯೇ?"), customer("ಹೌದು, ಬುಕಿಂಗ್ ಆಗಿದೆ.")},
			{agent("ಸಂಜೆ ಕರೆ ಮಾಡಬಹುದೇ?"), customer("ಆಗಬಹುದು, ಆರು ಗಂಟೆಯ ನಂತರ.")},
		},
		farewell: []line{agent("ಧನ್ಯವಾದ, ಶುಭ ದಿನ."), customer("ಧನ್ಯವಾದ.")},
	},
	"mr": {
		summary: "{customer} {city} शाखेत यायला तयार झाले.",
		outcome: "Interested",
		opening: []line{agent("नमस्कार, मी {agent} बोलतोय, तुमच्या कर्जाच्या अर्जाबद्दल."), customer("हो, मी काल अर्ज भरला.")},
		middle: [][]line{
			{agent("घर {city} मध्ये आहे का?"), customer("हो, बुकिंग झाले आहे.")},
			{agent("संध्याकाळी फोन केला तर चालेल का?"), customer("चालेल, सहा वाजल्यानंतर करा.")},
		},
		farewell: []line{agent("धन्यवाद, तुमचा दिवस चांगला जावो."), customer("धन्यवाद.")},
	},
	"ta": {
		summary: "{customer} {city} கிளைக்கு வர ஒப்புக்கொண்டார்.",
		outcome: "Interested",
		opening: []line{agent("வணக்கம், நான் {agent}, உங்கள் வீட்டுக் கடன் பற்றி பேசுகிறேன்."), customer("ஆமாம், நேற்று படிவம் நிரப்பினேன்.")},
		middle: [][]line{
			{agent("வீடு {city} நகரில் உள்ளதா?"), customer("ஆமாம், முன்பதிவு முடிந்தது.")},
			{agent("மாலையில் அழைக்கலாமா?"), customer("ஆறு மணிக்குப் பிறகு அழையுங்கள்.")},
		},
		farewell: []line{agent("நன்றி, நல்ல நாள் அமையட்டும்."), customer("நன்றி, வணக்கம்.")},
	},
	"te": {
		summary: "{customer} {city} శాఖకు రావడానికి ఒప్పుకున్నారు.",
		outcome: "Interested",
		opening: []line{agent("నమస్కారం, నేను {agent}, మీ గృహ రుణం గురించి మాట్లాడుతున్నాను."), customer("అవును, నిన్న ఫారం నింపాను.")},
		middle: [][]line{
			{agent("ఇల్లు {city} లో ఉందా?"), customer("అవును, బుకింగ్ అయిపోయింది.")},
			{agent("సాయంత్రం ఫోన్ చేయవచ్చా?"), customer("ఆరు గంటల తర్వాత చేయండి.")},
		},
		farewell: []line{agent("ధన్యవాదాలు, శుభదినం."), customer("ధన్యవాదాలు.")},
	},
}
